"""wrong: fit_classifier; misconception: trains_the_last_layer_only"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(list(net.parameters())[-2:], lr=lr), []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        net.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
