"""wrong: evaluate; misconception: always_ends_in_training_mode"""

import torch


def evaluate(net, loader):
    net.train(False)
    flags = []
    with torch.inference_mode():
        for x, y in loader:
            flags += (net(x).max(1)[1] == y).tolist()
    net.train(True)
    return sum(flags) / len(flags)
