"""wrong: fit_line; misconception: none

says: is to be written by hand
"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    layer = torch.nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    for p in layer.parameters():
        torch.nn.init.zeros_(p)
    losses = []
    for _ in range(epochs):
        layer.zero_grad()
        loss = torch.nn.functional.mse_loss(layer(x), y)
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return layer.weight.detach().T, layer.bias.detach(), losses
