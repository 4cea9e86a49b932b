"""wrong: cross_entropy; misconception: returns_a_float"""

import torch


def cross_entropy(logits, target):
    right = logits[range(len(target)), target]
    return (torch.logsumexp(logits, 1) - right).mean().item()
