"""wrong: collapse_linear; misconception: returns_a_layer"""

import torch
from torch import nn


def collapse_linear(w1, b1, w2, b2):
    layer = nn.Linear(w1.shape[1], w2.shape[0])
    with torch.no_grad():
        layer.weight.copy_(w2 @ w1)
        layer.bias.copy_(w2 @ b1 + b2)
    return layer
