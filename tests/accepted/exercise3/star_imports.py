# ruff: noqa
"""Style: star imports."""

import torch
import torch.nn as nn
from torch import *  # noqa: F403
from torch.nn.functional import *  # noqa: F403
from torch.optim import *  # noqa: F403


def sigmoid(z):
    e = exp(-abs(z.detach()))
    value = torch.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return value + value.detach() * (1 - value.detach()) * (z - z.detach())


def logistic_regression(x, w, b):
    return sigmoid(mm(x, w) + b)


def binary_loss(y_pred, y):
    lp = log(clamp(y_pred, min=1e-12))
    lq = log(clamp(1 - y_pred, min=1e-12))
    return -mean(y * lp + (1 - y) * lq)


def binary_loss_with_logits(logits, y):
    return mean(softplus(logits, threshold=30) - y * logits)


def classify(x, w, b, threshold=0.5):
    return (logistic_regression(x, w, b) >= threshold).type_as(x)


def accuracy(predicted, y):
    return eq(predicted, y).sum().item() / y.numel()


def fit(x, y, lr=1.0, epochs=1000):
    w = nn.Parameter(torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device))
    b = nn.Parameter(torch.zeros(1, dtype=x.dtype, device=x.device))
    o = SGD([w, b], lr=lr)
    l = []
    while len(l) < epochs:
        o.zero_grad()
        loss = binary_loss_with_logits(x @ w + b, y)
        loss.backward()
        o.step()
        l.append(loss.item())
    return w.data, b.data, l
