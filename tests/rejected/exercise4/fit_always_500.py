"""wrong: fit_classifier; misconception: ignores_the_epochs"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(500):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
