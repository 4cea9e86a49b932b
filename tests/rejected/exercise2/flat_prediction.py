"""wrong: linear_model; misconception: flattens_the_column"""

import torch


def linear_model(x, w, b):
    return torch.mv(x, w[:, 0]) + b
