"""wrong: binary_loss; misconception: leaves_the_clamp_to_torch"""

import torch


def binary_loss(y_pred, y):
    criterion = torch.nn.BCELoss()
    return criterion(y_pred, y)
