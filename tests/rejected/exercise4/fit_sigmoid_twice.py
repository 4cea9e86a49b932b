"""wrong: fit_classifier; misconception: takes_the_sigmoid_first"""

import torch
from torch import nn


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    model = nn.Sequential(net, nn.Sigmoid())
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
