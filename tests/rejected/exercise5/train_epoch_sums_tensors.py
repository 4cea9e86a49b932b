"""wrong: train_epoch; misconception: returns_a_tensor"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running, n = 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss * len(x)
        n += len(x)
    return running / n
