"""wrong: fit; misconception: starts_at_random"""

import torch
from torch import nn


def fit(x, y, lr=1.0, epochs=1000):
    model = nn.Linear(x.shape[1], 1).to(x.device, x.dtype)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.binary_cross_entropy_with_logits(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.detach().t(), model.bias.detach(), losses
