"""wrong: train_loop; misconception: never_shuffles"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    out = []
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(x), batch_size):
            a, b = x[i : i + batch_size], y[i : i + batch_size]
            optimizer.zero_grad()
            loss = criterion(net(a), b)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(a)
        out.append(total / len(x))
    return out
