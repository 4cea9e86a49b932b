"""wrong: train_epoch; misconception: ends_in_evaluation_mode"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item() * len(y)
        n += len(y)
    net.eval()
    return running / n
