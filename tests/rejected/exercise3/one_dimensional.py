"""wrong: logistic_regression; misconception: flattens_the_column"""

import torch


def logistic_regression(x, w, b):
    score = (x * w.T).sum(dim=1) + b
    return torch.special.expit(score)
