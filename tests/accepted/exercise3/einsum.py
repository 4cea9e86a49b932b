"""Style: every product is an einsum, every result a chain."""

import torch
import torch.nn.functional as F
from torch import einsum


def sigmoid(z):
    return F.logsigmoid(z).exp()


def logistic_regression(x, w, b):
    return sigmoid(einsum("nd,dk->nk", x, w) + b)


def binary_loss(y_pred, y):
    floor = y_pred.new_tensor(1e-12)
    positive = torch.maximum(y_pred, floor).log()
    negative = torch.maximum(1 - y_pred, floor).log()
    return -(einsum("nk,nk->", y, positive) + einsum("nk,nk->", 1 - y, negative)) / len(y)


def binary_loss_with_logits(logits, y):
    sign = 1 - 2 * y
    return F.softplus(sign * logits).mean()


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(x, w, b)
    return torch.where(p >= threshold, torch.ones_like(p), torch.zeros_like(p))


def accuracy(predicted, y):
    return (predicted - y).abs().lt(0.5).to(torch.float64).mean().item()


def fit(x, y, lr=1.0, epochs=1000):
    theta = torch.zeros(x.shape[1] + 1, 1, dtype=x.dtype, device=x.device, requires_grad=True)
    ones = torch.ones(len(x), 1, dtype=x.dtype, device=x.device)
    x1 = torch.cat([x, ones], dim=1)
    optimizer = torch.optim.SGD([theta], lr=lr, momentum=0.0)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad(set_to_none=True)
        loss = binary_loss_with_logits(einsum("nd,dk->nk", x1, theta), y)
        loss.backward()
        losses.append(float(loss))
        optimizer.step()
    return theta[:-1].detach(), theta[-1].detach(), losses
