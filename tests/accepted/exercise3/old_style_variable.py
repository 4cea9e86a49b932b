"""Style: a course of 2017, with Variable and .data."""

import torch
from torch.autograd import Variable


def sigmoid(z):
    z = torch.clamp(z, -80, 80)
    return 1.0 / (1.0 + torch.exp(-z))


def logistic_regression(x, w, b):
    return sigmoid(torch.mm(x, w) + b.expand(x.size(0), 1))


def binary_loss(y_pred, y):
    first = y * torch.log(torch.clamp(y_pred, min=1e-12))
    second = (1 - y) * torch.log(torch.clamp(1 - y_pred, min=1e-12))
    return -torch.mean(first + second)


def binary_loss_with_logits(logits, y):
    largest = logits.clamp(min=0)
    return (largest - logits * y + torch.log(1 + torch.exp(-torch.abs(logits)))).mean()


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(Variable(x), Variable(w), Variable(b)).data
    return p.ge(threshold).type_as(x)


def accuracy(predicted, y):
    return float(predicted.data.eq(y.data).sum()) / y.size(0)


def fit(x, y, lr=1.0, epochs=1000):
    x, y = Variable(x), Variable(y)
    w = Variable(torch.zeros(x.size(1), 1).type_as(x), requires_grad=True)
    b = Variable(torch.zeros(1).type_as(x), requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        y_pred = logistic_regression(x, w, b)
        loss = binary_loss(y_pred, y)
        losses.append(loss.data.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.data, b.data, losses
