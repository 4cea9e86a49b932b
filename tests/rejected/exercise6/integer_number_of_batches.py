"""wrong: train_loop; misconception: drops_the_short_batch"""

import torch


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    rng = torch.Generator().manual_seed(seed)
    out = []
    for _ in range(epochs):
        perm = torch.randperm(len(x), generator=rng)
        total, count = 0.0, 0
        for k in range(len(x) // batch_size):
            pick = perm[k * batch_size : (k + 1) * batch_size]
            optimizer.zero_grad()
            loss = criterion(net(x[pick]), y[pick])
            loss.backward()
            optimizer.step()
            total, count = total + loss.item() * batch_size, count + batch_size
        out.append(total / count if count else 0.0)
    return out
