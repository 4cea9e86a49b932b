"""wrong: evaluate; misconception: divides_by_the_batches"""

import torch


def evaluate(net, loader):
    was = net.training
    net.eval()
    correct, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            correct += (net(x).argmax(dim=1) == y).sum().item()
            count += 1
    net.train(was)
    return correct / count
