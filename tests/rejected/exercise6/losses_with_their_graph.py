"""wrong: train_loop; misconception: losses_stay_tensors"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x)).split(batch_size):
            loss = criterion(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(rows)
        losses.append(total / len(x))
    return losses
