"""wrong: cross_entropy; misconception: takes_the_log_of_a_rounded_zero"""

import torch


def cross_entropy(logits, target):
    p = torch.softmax(logits, 1)
    return -torch.log(p[torch.arange(len(target)), target]).mean()
