"""wrong: train_loop; misconception: none

says: x and y must be shuffled together
"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(epochs):
        xs = x[torch.randperm(len(x), generator=generator)]
        ys = y[torch.randperm(len(y), generator=generator)]
        total = 0.0
        for i in range(0, len(x), batch_size):
            bx, by = xs[i : i + batch_size], ys[i : i + batch_size]
            optimizer.zero_grad()
            loss = criterion(net(bx), by)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(bx)
        losses.append(total / len(x))
    return losses
