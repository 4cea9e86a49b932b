"""One optimizer for each of w and b, made anew from a helper; sigmoid by halves."""

import torch
import torch.nn.functional as F


def sigmoid(z):
    return torch.tanh(z.mul(0.5)).add(1).mul(0.5)


def logistic_regression(x, w, b):
    return sigmoid((x[:, :, None] * w).sum(1) + b)


def binary_loss(y_pred, y):
    return -(y * y_pred.clamp(1e-12).log() + (1 - y) * (1 - y_pred).clamp(1e-12).log()).mean()


def binary_loss_with_logits(logits, y):
    return (F.softplus(-logits) * y + F.softplus(logits) * (1 - y)).mean()


def classify(x, w, b, threshold=0.5):
    return torch.ge(logistic_regression(x, w, b), threshold).type_as(x)


def accuracy(predicted, y):
    return 1.0 - (predicted != y).sum().item() / y.shape[0]


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros((x.shape[1], 1), dtype=x.dtype, device=x.device).requires_grad_(True)
    b = torch.zeros((1,), dtype=x.dtype, device=x.device).requires_grad_(True)
    optimizers = [torch.optim.SGD([parameter], lr=lr) for parameter in (w, b)]
    losses = [0.0] * epochs
    for epoch in range(epochs):
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(x @ w + b, y)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses[epoch] = loss.item()
    return w.detach(), b.detach(), losses
