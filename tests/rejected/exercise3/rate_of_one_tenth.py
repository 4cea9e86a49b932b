"""wrong: fit; misconception: hard_codes_a_tenth"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1).to(x).requires_grad_(True)
    b = torch.zeros(1).to(x).requires_grad_(True)
    optimizer = torch.optim.SGD([w, b], lr=0.1)
    losses = []
    for epoch in range(epochs):
        y_pred = 1 / (1 + torch.exp(-(x @ w + b)))
        loss = binary_loss(y_pred, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
