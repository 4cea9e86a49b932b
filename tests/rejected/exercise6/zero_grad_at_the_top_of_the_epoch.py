"""wrong: train_loop; misconception: clears_once_an_epoch"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    g = torch.Generator().manual_seed(seed)
    history = []
    for _ in range(epochs):
        optimizer.zero_grad()
        total = 0.0
        for idx in torch.randperm(len(x), generator=g).split(batch_size):
            loss = criterion(net(x[idx]), y[idx])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(idx)
        history.append(total / len(x))
    return history
