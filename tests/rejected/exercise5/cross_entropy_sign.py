"""wrong: cross_entropy; misconception: forgets_the_minus"""

import torch


def cross_entropy(logits, target):
    hot = torch.eye(logits.shape[1], dtype=logits.dtype, device=logits.device)[target]
    return ((logits - logits.logsumexp(1, keepdim=True)) * hot).sum(1).mean()
