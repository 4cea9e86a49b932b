"""wrong: mse_gradients; misconception: gives_db_without_an_axis"""

import torch


def mse_gradients(x, y, w, b):
    err = torch.mm(x, w) + b - y
    return torch.mm(x.t(), err) * 2 / len(err), torch.mean(err) * 2
