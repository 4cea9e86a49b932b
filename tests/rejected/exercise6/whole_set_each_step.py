"""wrong: train_loop; misconception: ignores_the_batch_size"""


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
