"""wrong: cross_entropy; misconception: sums_over_the_batch"""

import torch


def cross_entropy(logits, target):
    loss = 0
    for row, t in zip(logits, target, strict=True):
        loss = loss + torch.logsumexp(row, 0) - row[t]
    return loss
