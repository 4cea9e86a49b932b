"""wrong: fit_classifier; misconception: none
says: of a frozen first layer after a fit
"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    for p in net.parameters():
        p.requires_grad_(True)
    o = torch.optim.SGD(net.parameters(), lr=lr)
    f = nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(epochs):
        loss = f(net(x), y)
        losses.append(loss.item())
        o.zero_grad()
        loss.backward()
        o.step()
    return losses
