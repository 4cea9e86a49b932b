"""wrong: fit_classifier; misconception: starts_from_weights_of_its_own"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    torch.manual_seed(0)
    for layer in net:
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
