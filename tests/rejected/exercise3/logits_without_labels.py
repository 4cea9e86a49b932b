"""wrong: binary_loss_with_logits; misconception: leaves_out_the_labels"""

import torch


def binary_loss_with_logits(logits, y):
    return torch.nn.functional.softplus(logits).mean()
