"""wrong: train_loop; misconception: clears_before_the_step"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    losses = []
    for _ in range(epochs):
        running = 0.0
        for batch in torch.randperm(len(x)).split(batch_size):
            loss = criterion(net(x[batch]), y[batch])
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            running += len(batch) * loss.item()
        losses.append(running / len(x))
    return losses
