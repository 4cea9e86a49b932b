"""wrong: train_loop; misconception: shuffles_the_batches_only"""

import random


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    rng = random.Random(seed)
    batches = [(x[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(x), batch_size)]
    losses = []
    for _ in range(epochs):
        rng.shuffle(batches)
        total = 0.0
        for xb, yb in batches:
            loss = criterion(net(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(xb)
        losses.append(total / len(x))
    return losses
