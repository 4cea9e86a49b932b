"""wrong: cross_entropy; misconception: clamps_the_probabilities"""

import torch


def cross_entropy(logits, target):
    p = torch.maximum(torch.softmax(logits, 1), torch.tensor(1e-12, dtype=logits.dtype, device=logits.device))
    rows = range(len(target))
    return (-p.log())[rows, target].mean()
