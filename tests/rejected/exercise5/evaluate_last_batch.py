"""wrong: evaluate; misconception: looks_at_the_last_batch_only"""

import torch


def evaluate(net, loader):
    mode = net.training
    net.eval()
    with torch.no_grad():
        for x, y in loader:
            accuracy = (net(x).argmax(1) == y).float().mean().item()
    net.train(mode)
    return accuracy
