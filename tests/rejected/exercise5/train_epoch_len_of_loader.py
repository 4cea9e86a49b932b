"""wrong: train_epoch; misconception: asks_the_loader_for_its_length"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running = 0.0
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item()
    return running / len(loader)
