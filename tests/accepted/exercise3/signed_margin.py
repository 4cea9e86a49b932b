"""Style: the loss of the signed margin, its positive part and a tail; the slope at 0 depends on the label."""

import torch
import torch.nn.functional as F


def sigmoid(z):
    return (torch.tanh(0.5 * z) + 1) / 2


def logistic_regression(x, w, b):
    return sigmoid(F.linear(x, w.t(), b))


def binary_loss(y_pred, y):
    chosen = y * y_pred + (1 - y) * (1 - y_pred)
    return torch.log(chosen.clamp(min=1e-12)).mean().neg()


def binary_loss_with_logits(logits, y):
    margin = (1 - 2 * y) * logits
    return (torch.where(margin >= 0, margin, 0 * margin) + torch.log1p(torch.exp(-margin.abs()))).mean()


def classify(x, w, b, threshold=0.5):
    labels = torch.zeros_like(x[:, :1])
    labels[logistic_regression(x, w, b) >= threshold] = 1
    return labels


def accuracy(predicted, y):
    return 1 - (predicted - y).abs().double().mean().item()


def fit(x, y, lr=1.0, epochs=1000):
    w, b = (torch.zeros(s, dtype=x.dtype, device=x.device, requires_grad=True) for s in ((x.shape[1], 1), (1,)))
    sgd, losses = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=lr), []
    for _ in range(epochs):
        sgd.zero_grad(set_to_none=False)
        loss = binary_loss_with_logits(x @ w + b, y)
        loss.backward()
        sgd.step()
        losses.append(float(loss))
    return w.detach().clone(), b.detach().clone(), losses
