"""Style: someone who thinks in masks and in log-probabilities."""

import torch
from torch import nn


def sigmoid(z):
    out = torch.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + torch.exp(-z[positive]))
    grown = torch.exp(z[~positive])
    out[~positive] = grown / (1 + grown)
    return out


def logistic_regression(x, w, b):
    score = (x * w.view(1, -1)).sum(dim=1, keepdim=True) + b
    return torch.exp(-nn.functional.softplus(-score))


def binary_loss(y_pred, y):
    ones = y.bool()
    p = y_pred.clamp(min=1e-12)
    q = (1 - y_pred).clamp(min=1e-12)
    cost = -torch.cat([p[ones].log(), q[~ones].log()])
    return cost.mean()


def binary_loss_with_logits(logits, y):
    zeros = torch.zeros_like(logits)
    both = torch.stack([zeros, logits])
    return torch.mean(torch.logsumexp(both, dim=0) - y * logits)


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(x, w, b)
    labels = torch.zeros_like(p)
    labels[~(p < threshold)] = 1.0
    return labels.type(x.dtype)


def accuracy(predicted, y):
    return sum(predicted.eq(y).view(-1).tolist()) / predicted.numel()


def fit(x, y, lr=1.0, epochs=1000):
    criterion = nn.BCEWithLogitsLoss()
    w = nn.Parameter(x.new_zeros(x.size(1), 1))
    b = nn.Parameter(x.new_zeros(1))
    optimizer = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=lr)
    losses = []
    while len(losses) < epochs:
        loss = criterion(x @ w + b, y)
        losses.append(loss.tolist())
        gradients = torch.autograd.grad(loss, [w, b])
        for parameter, gradient in zip([w, b], gradients, strict=True):
            parameter.grad = gradient
        optimizer.step()
    return w, b, losses
