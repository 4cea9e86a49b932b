"""wrong: binary_loss_with_logits; misconception: cuts_the_scores_off"""

import torch


def binary_loss_with_logits(logits, y):
    z = torch.clamp(logits, -30, 30)
    return torch.mean(torch.log(1 + torch.exp(z)) - y * z)
