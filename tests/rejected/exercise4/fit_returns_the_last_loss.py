"""wrong: fit_classifier; misconception: returns_the_last_loss"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
