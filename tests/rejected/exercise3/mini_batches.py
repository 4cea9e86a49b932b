"""wrong: fit; misconception: none

says: must take one step an epoch, on all samples at once
never: random
"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1).to(x).requires_grad_()
    b = torch.zeros(1).to(x).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    criterion, losses = torch.nn.BCEWithLogitsLoss(), []
    for _ in range(epochs):
        for xs, ys in zip(x.split(4), y.split(4), strict=True):
            optimizer.zero_grad()
            loss = criterion(xs @ w + b, ys)
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
