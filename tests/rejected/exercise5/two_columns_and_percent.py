"""wrong: softmax, evaluate; misconception: normalises_over_the_batch, returns_a_percentage"""

import torch


def softmax(z):
    e = torch.exp(z - z.max(dim=0, keepdim=True).values)
    return e / e.sum(dim=0, keepdim=True)


def evaluate(net, loader):
    was = net.training
    net.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            n += len(y)
    net.train(was)
    return 100.0 * hits / n
