"""wrong: fit_classifier; misconception: reports_the_loss_after_the_step"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    loss = criterion(net(x), y)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss = criterion(net(x), y)
        losses.append(loss.item())
    return losses
