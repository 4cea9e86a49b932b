"""wrong: fit; misconception: starts_at_random"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    b = torch.rand(1, dtype=x.dtype).to(x.device).requires_grad_()
    w = torch.rand(x.shape[1], 1, dtype=x.dtype).to(x.device).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = binary_loss(logistic_regression(x, w, b), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach(), losses
