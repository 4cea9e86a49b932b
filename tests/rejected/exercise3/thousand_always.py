"""wrong: fit; misconception: always_runs_a_thousand_epochs"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for epoch in range(1000):
        p = sigmoid(x @ w + b)
        loss = binary_loss(p, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
