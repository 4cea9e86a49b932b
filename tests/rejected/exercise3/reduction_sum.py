"""wrong: fit; misconception: sums_the_loss"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    criterion = torch.nn.BCEWithLogitsLoss(reduction="sum")
    w = x.new_zeros(x.size(1), 1).requires_grad_()
    b = x.new_zeros(1).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(x.mm(w) + b, y)
        w.grad = b.grad = None
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return w.detach(), b.detach(), losses
