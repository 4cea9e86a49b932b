"""wrong: evaluate; misconception: divides_by_the_batches"""

import torch


def evaluate(net, loader):
    mode = net.training
    net.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            n += 1
    net.train(mode)
    return hits / n
