"""wrong: binary_loss; misconception: none"""

import torch


def binary_loss(y_pred, y):
    return torch.nn.functional.binary_cross_entropy(y_pred, y)
