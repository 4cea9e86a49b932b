"""wrong: fit_classifier; misconception: adds_momentum"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses
