"""wrong: binary_loss_with_logits; misconception: sums_over_the_scores"""

import torch


def binary_loss_with_logits(logits, y):
    softplus = torch.maximum(logits, torch.zeros_like(logits)) + torch.log1p(torch.exp(-torch.abs(logits)))
    return torch.sum(softplus - y * logits)
