"""wrong: fit_classifier; misconception: takes_the_loss_of_many_classes"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
