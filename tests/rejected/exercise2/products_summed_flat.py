"""wrong: linear_model; misconception: flattens_the_column"""


def linear_model(x, w, b):
    return (x * w.T).sum(dim=1) + b
