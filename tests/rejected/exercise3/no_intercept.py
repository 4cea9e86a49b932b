"""wrong: logistic_regression; misconception: forgets_the_bias"""

import torch


def logistic_regression(x, w, b):
    score = torch.mm(x, w)
    return 0.5 * torch.tanh(score / 2) + 0.5
