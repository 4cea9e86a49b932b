"""wrong: train_epoch; misconception: none
says: of the network after
"""

import torch


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    total = count = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
