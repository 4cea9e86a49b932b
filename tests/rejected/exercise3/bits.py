"""wrong: binary_loss; misconception: counts_in_bits"""

import torch


def binary_loss(y_pred, y):
    p, q = torch.clamp(y_pred, 1e-12), torch.clamp(1 - y_pred, 1e-12)
    return -torch.mean(y * torch.log2(p) + (1 - y) * torch.log2(q))
