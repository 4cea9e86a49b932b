"""wrong: accuracy; misconception: counts_the_misses"""


def accuracy(predicted, y):
    return (predicted != y).double().mean().item()
