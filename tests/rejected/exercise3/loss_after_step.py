"""wrong: fit; misconception: reports_the_loss_after_the_step"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    criterion = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        criterion(x @ w + b, y).backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(criterion(x @ w + b, y).item())
    return w.detach(), b.detach(), losses
