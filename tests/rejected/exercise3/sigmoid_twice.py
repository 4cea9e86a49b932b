"""wrong: logistic_regression; misconception: bends_twice"""

import torch


def logistic_regression(x, w, b):
    probability = torch.sigmoid(torch.mm(x, w) + b)
    return torch.sigmoid(probability)
