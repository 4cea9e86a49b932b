"""wrong: evaluate; misconception: stays_in_evaluation_mode"""

import torch


def evaluate(net, loader):
    net.train(False)
    flags = []
    with torch.inference_mode():
        for x, y in loader:
            flags += (net(x).max(1)[1] == y).tolist()
    return sum(flags) / len(flags)
