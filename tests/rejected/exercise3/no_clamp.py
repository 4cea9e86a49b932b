"""wrong: binary_loss; misconception: drops_the_clamp"""

import torch


def binary_loss(y_pred, y):
    costs = -y * torch.log(y_pred) - (1 - y) * torch.log(1 - y_pred)
    return costs.sum() / costs.shape[0]
