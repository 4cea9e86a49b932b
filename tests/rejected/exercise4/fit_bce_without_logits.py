"""wrong: fit_classifier; misconception: takes_logits_for_probabilities"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion, optimizer, losses = nn.BCELoss(), torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
