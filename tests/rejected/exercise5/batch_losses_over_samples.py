"""wrong: train_epoch; misconception: divides_batch_means_by_the_samples"""


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    total, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        n += len(x)
    return total / n
