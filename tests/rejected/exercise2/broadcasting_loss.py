"""wrong: mse_loss; misconception: lets_shapes_broadcast"""

import torch


def mse_loss(y_pred, y):
    difference = torch.sub(y_pred, y)
    return torch.mean(difference * difference)
