"""wrong: fit; misconception: leaves_a_linear_layer_in_float32"""

import torch
from torch import nn


def fit(x, y, lr=1.0, epochs=1000):
    layer = nn.Linear(x.shape[1], 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(layer(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return layer.weight.detach().T, layer.bias.detach(), losses
