"""wrong: accuracy; misconception: counts_in_percent"""


def accuracy(predicted, y):
    return 100.0 * predicted.eq(y).sum().item() / len(y)
