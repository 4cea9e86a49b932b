"""wrong: train_epoch; misconception: ignores_the_criterion"""

from torch import nn


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    loss_fn = nn.CrossEntropyLoss()
    running, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item() * len(y)
        n += len(y)
    return running / n
