"""wrong: evaluate; misconception: returns_a_percentage"""

import torch


def evaluate(net, loader):
    mode, correct, total = net.training, 0, 0
    net.eval()
    with torch.inference_mode():
        for x, y in loader:
            correct += (net(x).max(1)[1] == y).sum().item()
            total += y.size(0)
    net.train(mode)
    return 100.0 * correct / total
