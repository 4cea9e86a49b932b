"""wrong: fit_classifier; misconception: none

says: must run 500 epochs unless told otherwise
"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        if losses and losses[-1] - loss.item() < 1e-3:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
