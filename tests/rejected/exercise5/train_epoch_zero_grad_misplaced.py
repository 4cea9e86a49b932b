"""wrong: train_epoch; misconception: clears_before_the_step"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running, seen = 0.0, 0
    for images, labels in loader:
        loss = criterion(net(images), labels)
        loss.backward()
        net.zero_grad()
        optimizer.step()
        running += float(loss) * len(images)
        seen += len(images)
    return running / seen
