"""wrong: mse_loss; misconception: takes_the_root"""

import torch


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return torch.linalg.vector_norm(y_pred - y) / len(y) ** 0.5
