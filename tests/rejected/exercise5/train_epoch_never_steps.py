"""wrong: train_epoch; misconception: never_takes_a_step"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        running += loss.item() * x.size(0)
        n += x.size(0)
    return running / n
