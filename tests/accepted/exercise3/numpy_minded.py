"""Style: a NumPy user who drops to arrays wherever no gradient is needed."""

import math

import numpy as np
import torch


def to_numpy(tensor):
    return tensor.detach().cpu().numpy()


def sigmoid(z):
    return 0.5 + 0.5 * torch.tanh(0.5 * z)


def logistic_regression(x, w, b):
    return sigmoid(x.matmul(w).add(b))


def binary_loss(y_pred, y):
    eps = 1e-12
    p1 = torch.where(y_pred < eps, torch.full_like(y_pred, eps), y_pred)
    p0 = torch.where(1 - y_pred < eps, torch.full_like(y_pred, eps), 1 - y_pred)
    return (y * -torch.log(p1) + (1 - y) * -torch.log(p0)).sum() / y.numel()


def binary_loss_with_logits(logits, y):
    # log(1 + e^z) = m + log(e^-m + e^(z - m)) with m = max(0, z)
    m = torch.from_numpy(np.maximum(to_numpy(logits), 0)).to(logits)
    return torch.mean(m + torch.log(torch.exp(-m) + torch.exp(logits - m)) - logits * y)


def classify(x, w, b, threshold=0.5):
    z = to_numpy(x) @ to_numpy(w) + to_numpy(b)
    p = 0.5 * (1 + np.tanh(z / 2))
    return torch.from_numpy((p >= threshold).astype(p.dtype)).to(x.device)


def accuracy(predicted, y):
    return np.mean(to_numpy(predicted) == to_numpy(y))


def fit(x, y, lr=1.0, epochs=1000):
    n, d = x.shape
    w = torch.from_numpy(np.zeros((d, 1))).to(x).requires_grad_(True)
    b = torch.from_numpy(np.zeros(1)).to(x).requires_grad_(True)
    optimizer = torch.optim.SGD((w, b), lr)
    history = np.empty(epochs)
    for epoch in range(epochs):
        loss = binary_loss_with_logits(x @ w + b, y)
        history[epoch] = to_numpy(loss)
        for p in (w, b):
            p.grad = None
        loss.backward()
        optimizer.step()
    assert math.isfinite(history.sum())
    return w, b, list(history)
