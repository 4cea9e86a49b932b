"""wrong: cross_entropy; misconception: keeps_one_loss_a_sample"""

import torch


def cross_entropy(logits, target):
    right = logits[range(len(target)), target]
    return torch.logsumexp(logits, 1) - right
