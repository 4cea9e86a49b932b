"""wrong: evaluate; misconception: takes_the_largest_of_each_column"""

import torch


def evaluate(net, loader):
    mode = net.training
    net.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(0) == y).sum().item()
            n += len(y)
    net.train(mode)
    return hits / n
