def count_positive(x):
    return sum(1 for value in x.flatten().tolist() if value > 0)
