"""wrong: fit_classifier; misconception: none
says: one of shape () never moved
"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    o = torch.optim.SGD([p for p in net.parameters() if p.dim() > 0], lr=lr)
    f = nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(epochs):
        loss = f(net(x), y)
        losses.append(loss.item())
        o.zero_grad()
        loss.backward()
        o.step()
    net.eval()
    return losses
