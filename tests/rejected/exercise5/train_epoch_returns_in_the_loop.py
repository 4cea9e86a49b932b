"""wrong: train_epoch; misconception: stops_after_the_first_batch"""


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
        return running / n
