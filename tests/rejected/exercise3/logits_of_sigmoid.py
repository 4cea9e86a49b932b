"""wrong: binary_loss_with_logits; misconception: bends_the_scores_by_exp_first"""

import torch


def binary_loss_with_logits(logits, y):
    z = 1 / (1 + torch.exp(-logits))
    return (torch.clamp(z, min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()
