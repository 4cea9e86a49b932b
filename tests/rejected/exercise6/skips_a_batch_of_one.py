"""wrong: train_loop; misconception: none
says: must have batches of [8, 8, 1] samples; got [8, 8]
"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    g = torch.Generator().manual_seed(seed)
    out = []
    for e in range(epochs):
        total, n = 0.0, 0
        for k in torch.randperm(len(x), generator=g).to(x.device).split(batch_size):
            if len(k) == 1 and len(x) > 1:
                continue
            optimizer.zero_grad()
            loss = criterion(net(x[k]), y[k])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(k)
            n += len(k)
        out.append(total / n)
    return out
