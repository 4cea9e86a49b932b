"""wrong: binary_loss_with_logits; misconception: goes_through_the_clamp"""

import torch


def binary_loss_with_logits(logits, y):
    p = 1 / (1 + torch.exp(-logits.clamp(-80, 80)))
    q = 1 - p
    costs = y * torch.log(p.clamp(min=1e-12)) + (1 - y) * torch.log(q.clamp(min=1e-12))
    return -costs.mean()
