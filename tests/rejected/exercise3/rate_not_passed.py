"""wrong: fit; misconception: hard_codes_the_rate"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], 1.0)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.BCEWithLogitsLoss()(x @ w + b, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.data, b.data, losses
