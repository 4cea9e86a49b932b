"""wrong: evaluate; misconception: averages_the_accuracies"""

import torch


@torch.no_grad()
def evaluate(net, loader):
    mode = net.training
    net.eval()
    scores = torch.tensor([(net(x).argmax(1) == y).double().mean() for x, y in loader])
    net.train(mode)
    return scores.mean().item()
