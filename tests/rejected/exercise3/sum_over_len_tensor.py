"""wrong: accuracy; misconception: stays_a_float32_tensor"""

import torch


def accuracy(predicted, y):
    return torch.eq(predicted, y).sum() / len(y)
