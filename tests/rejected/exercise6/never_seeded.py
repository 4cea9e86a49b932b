"""wrong: train_loop; misconception: ignores_the_seed"""

from torch.utils.data import DataLoader, TensorDataset


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True)
    out = []
    for _ in range(epochs):
        total = 0.0
        for a, b in loader:
            optimizer.zero_grad()
            loss = criterion(net(a), b)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(a)
        out.append(total / len(x))
    return out
