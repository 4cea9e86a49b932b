"""wrong: fit; misconception: adds_momentum"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros((x.shape[1], 1), dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros((1,), dtype=x.dtype, device=x.device, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        loss = binary_loss(logistic_regression(x, w, b), y)
        losses.append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return w.detach(), b.detach(), losses
