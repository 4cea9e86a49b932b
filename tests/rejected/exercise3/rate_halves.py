"""wrong: fit; misconception: halves_the_rate_on_the_way"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=100, gamma=0.5)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = binary_loss_with_logits(x @ w + b, y)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
