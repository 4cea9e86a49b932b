"""wrong: cross_entropy; misconception: prices_the_largest_logit"""

import torch


def cross_entropy(logits, target):
    return (torch.logsumexp(logits, dim=1) - logits.max(dim=1).values).mean()
