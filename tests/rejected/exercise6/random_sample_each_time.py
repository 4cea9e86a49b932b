"""wrong: train_loop; misconception: draws_with_replacement"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    n, losses = len(x), []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, n, batch_size):
            rows = torch.randint(n, (min(batch_size, n - start),))
            loss = criterion(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / n)
    return losses
