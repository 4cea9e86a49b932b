"""wrong: cross_entropy; misconception: sums_over_the_batch"""

import torch


def cross_entropy(logits, target):
    picked = logits.gather(1, target[:, None])[:, 0]
    return torch.sum(torch.logsumexp(logits, 1) - picked)
