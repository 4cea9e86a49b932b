"""wrong: logistic_regression; misconception: returns_the_score"""

import torch


def logistic_regression(x, w, b):
    return torch.addmm(b, x, w)
