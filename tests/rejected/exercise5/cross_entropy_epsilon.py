"""wrong: cross_entropy; misconception: adds_an_epsilon"""

import torch


def cross_entropy(logits, target):
    p = softmax(logits)
    return -torch.log(p[torch.arange(len(target)), target] + 1e-9).mean()
