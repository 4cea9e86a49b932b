"""wrong: binary_loss; misconception: sums_over_the_batch"""

import torch


def binary_loss(y_pred, y):
    total = torch.zeros((), dtype=y_pred.dtype, device=y_pred.device)
    for p, label in zip(y_pred[:, 0], y[:, 0], strict=True):
        q = p if label == 1 else 1 - p
        total = total - q.clamp(min=1e-12).log()
    return total
