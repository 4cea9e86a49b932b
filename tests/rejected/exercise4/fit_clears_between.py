"""wrong: fit_classifier; misconception: clears_before_the_step"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCEWithLogitsLoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for epoch in range(epochs):
        outputs = net(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses
