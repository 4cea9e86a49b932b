"""wrong: train_epoch; misconception: averages_the_batches"""

import numpy as np


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    losses = []
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(net(images), labels)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return float(np.mean(losses))
