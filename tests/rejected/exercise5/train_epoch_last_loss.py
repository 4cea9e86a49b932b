"""wrong: train_epoch; misconception: returns_the_last_loss"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    last = None
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(net(images), labels)
        loss.backward()
        optimizer.step()
        last = float(loss.detach())
    return last
