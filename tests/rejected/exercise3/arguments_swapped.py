"""wrong: binary_loss; misconception: swaps_labels_and_probabilities"""

import torch


def binary_loss(y, y_pred):
    first = y * torch.log(y_pred.clamp(1e-12))
    second = (1 - y) * torch.log((1 - y_pred).clamp(1e-12))
    return -(first + second).mean()
