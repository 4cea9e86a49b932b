"""wrong: fit; misconception: starts_at_random"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.randn(x.shape[1], 1).to(dtype=x.dtype, device=x.device)
    b = torch.randn(1).to(dtype=x.dtype, device=x.device)
    w.requires_grad = True
    b.requires_grad = True
    criterion = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(torch.mm(x, w) + b, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.data, b.data, losses
