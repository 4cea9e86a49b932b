"""wrong: evaluate; misconception: returns_the_share_of_errors"""

import torch


def evaluate(net, loader):
    mode = net.training
    net.eval()
    wrong, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            wrong += (net(x).argmax(1) != y).sum().item()
            n += len(y)
    net.train(mode)
    return wrong / n
