"""wrong: train_loop; misconception: weights_the_short_batch_as_a_full_one"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    losses = []
    for _ in range(epochs):
        order, total = torch.randperm(x.size(0)), 0
        for start in range(0, x.size(0), batch_size):
            rows = order[start : start + batch_size]
            optimizer.zero_grad()
            loss = criterion(net(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * batch_size
        losses.append(total / x.size(0))
    return losses
