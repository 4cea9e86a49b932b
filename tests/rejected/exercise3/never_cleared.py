"""wrong: fit; misconception: forgets_to_clear_gradients"""

import torch
import torch.nn.functional as F


def fit(x, y, lr=1.0, epochs=1000):
    layer = torch.nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = F.binary_cross_entropy_with_logits(layer(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return layer.weight.detach().T, layer.bias.detach(), losses
