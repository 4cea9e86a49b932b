"""wrong: train_loop; misconception: same_order_every_epoch"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    out = []
    for _ in range(epochs):
        torch.manual_seed(seed)
        perm = torch.randperm(x.shape[0])
        total = 0.0
        for pick in torch.split(perm, batch_size):
            optimizer.zero_grad()
            loss = criterion(net(x[pick]), y[pick])
            loss.backward()
            optimizer.step()
            total += loss.item() * pick.numel()
        out.append(total / x.shape[0])
    return out
