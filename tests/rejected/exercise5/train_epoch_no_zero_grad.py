"""wrong: train_epoch; misconception: forgets_old_gradients"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    losses, sizes = [], []
    for images, labels in loader:
        out = net(images)
        loss = criterion(out, labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item() * images.shape[0])
        sizes.append(images.shape[0])
    return sum(losses) / sum(sizes)
