"""wrong: train_loop; misconception: one_loss_a_batch"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    losses = []
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(batch_size):
            loss = criterion(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
