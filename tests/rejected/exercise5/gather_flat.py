"""wrong: cross_entropy; misconception: gathers_without_an_axis"""

import torch


def cross_entropy(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -log_p.gather(1, target).mean()
