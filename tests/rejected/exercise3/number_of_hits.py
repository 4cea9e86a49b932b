"""wrong: accuracy; misconception: counts_the_hits"""

import torch


def accuracy(predicted, y):
    return float(torch.sum(predicted == y))
