"""wrong: mse_loss; misconception: keeps_one_loss_per_sample"""

import torch.nn.functional as F


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes must be equal")
    return F.mse_loss(y_pred, y, reduction="none")
