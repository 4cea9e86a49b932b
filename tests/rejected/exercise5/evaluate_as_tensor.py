"""wrong: evaluate; misconception: returns_a_tensor_of_accuracy"""

import torch


def evaluate(net, loader):
    mode = net.training
    net.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum()
            n += len(y)
    net.train(mode)
    return hits / n
