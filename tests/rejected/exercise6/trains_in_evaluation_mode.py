"""wrong: train_loop; misconception: none
says: it ran in evaluation mode
"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    net.eval()
    g = torch.Generator().manual_seed(seed)
    out = []
    for e in range(epochs):
        total = 0.0
        for k in torch.randperm(len(x), generator=g).to(x.device).split(batch_size):
            optimizer.zero_grad()
            loss = criterion(net(x[k]), y[k])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(k)
        out.append(total / len(x))
    return out
