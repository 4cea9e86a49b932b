"""wrong: fit_classifier; misconception: takes_mini_batches"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(x), 4):
            xb, yb = x[start : start + 4], y[start : start + 4]
            loss = criterion(net(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(xb)
        losses.append(total / len(x))
    return losses
