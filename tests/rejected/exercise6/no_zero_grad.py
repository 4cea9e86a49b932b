"""wrong: train_loop; misconception: never_clears_gradients"""

import torch
from torch.utils.data import DataLoader, TensorDataset


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    g = torch.Generator()
    g.manual_seed(seed)
    loader = DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=g)
    out = []
    for _ in range(epochs):
        total = 0
        for a, b in loader:
            loss = criterion(net(a), b)
            loss.backward()
            optimizer.step()
            total += loss.item() * a.size(0)
        out.append(total / len(loader.dataset))
    return out
