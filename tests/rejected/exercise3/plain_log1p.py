"""wrong: binary_loss_with_logits; misconception: lets_the_loss_overflow"""

import torch


def binary_loss_with_logits(logits, y):
    return torch.mean(torch.log1p(logits.exp()) - logits * y)
