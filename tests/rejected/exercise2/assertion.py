"""wrong: mse_loss; misconception: asserts_the_shape"""

import torch


def mse_loss(y_pred, y):
    if y_pred.size() != y.size():
        raise AssertionError("wrong sizes")
    return torch.nn.functional.mse_loss(y_pred, y)
