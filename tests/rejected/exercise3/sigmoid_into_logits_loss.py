"""wrong: fit; misconception: bends_before_the_logits_loss"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    criterion = torch.nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(epochs):
        loss = criterion(torch.sigmoid(x @ w + b), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
