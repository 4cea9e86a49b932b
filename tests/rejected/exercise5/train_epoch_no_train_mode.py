"""wrong: train_epoch; misconception: forgets_training_mode"""


def train_epoch(net, loader, criterion, optimizer):
    running, seen = 0.0, 0
    for images, labels in loader:
        net.zero_grad()
        loss = criterion(net(images), labels)
        loss.backward()
        optimizer.step()
        running += float(loss) * len(images)
        seen += len(images)
    return running / seen
