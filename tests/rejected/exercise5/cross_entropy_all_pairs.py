"""wrong: cross_entropy; misconception: indexes_all_pairs"""

import torch


def cross_entropy(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -log_p[:, target].mean()
