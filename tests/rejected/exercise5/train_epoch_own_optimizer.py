"""wrong: train_epoch; misconception: ignores_the_optimizer"""

import torch


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    running, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item() * len(y)
        n += len(y)
    return running / n
