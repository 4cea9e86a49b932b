"""wrong: train_epoch; misconception: asks_the_loader_for_its_dataset"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        running += loss.item() * x.size(0)
    return running / len(loader.dataset)
