"""wrong: fit; misconception: scales_x_first"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    x = (x - x.mean(dim=0)) / x.std(dim=0)
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = binary_loss_with_logits(x @ w + b, y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach(), losses
