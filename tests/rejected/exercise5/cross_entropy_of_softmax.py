"""wrong: cross_entropy; misconception: takes_the_softmax_twice"""

import torch


def cross_entropy(logits, target):
    p = softmax(logits)
    return (torch.logsumexp(p, dim=1) - p.gather(1, target.view(-1, 1)).squeeze(1)).mean()
