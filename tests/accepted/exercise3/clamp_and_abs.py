"""Style: the stable formula with clamp and abs, whose slope at a score of exactly 0 is not 0.5 - y."""

import torch


def sigmoid(z):
    return torch.full_like(z, 0.5) + torch.tanh(z / 2) / 2


def logistic_regression(x, w, b):
    return sigmoid(x.matmul(w) + b)


def binary_loss(y_pred, y):
    p = torch.maximum(y_pred, torch.full_like(y_pred, 1e-12))
    q = torch.maximum(1 - y_pred, torch.full_like(y_pred, 1e-12))
    return -(y * p.log() + (1 - y) * q.log()).mean()


def binary_loss_with_logits(logits, y):
    largest = logits.clamp(min=0)
    return (largest - logits * y + torch.log1p(torch.exp(-logits.abs()))).mean()


def classify(x, w, b, threshold=0.5):
    return torch.ge(logistic_regression(x, w, b), threshold).to(x.dtype)


def accuracy(predicted, y):
    return (predicted == y).to(torch.float64).mean().item()


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = binary_loss_with_logits(x @ w + b, y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach(), losses
