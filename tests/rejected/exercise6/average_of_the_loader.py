"""wrong: train_loop; misconception: mean_of_batch_means"""

import torch
from torch.utils.data import DataLoader, TensorDataset


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    loader = DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed))
    out = []
    for _ in range(epochs):
        running = 0.0
        for a, b in loader:
            optimizer.zero_grad()
            loss = criterion(net(a), b)
            loss.backward()
            optimizer.step()
            running += loss.item()
        out.append(running / len(loader))
    return out
