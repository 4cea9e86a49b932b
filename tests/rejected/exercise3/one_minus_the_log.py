"""wrong: binary_loss_with_logits; misconception: takes_one_minus_the_logarithm"""

import torch.nn.functional as F


def binary_loss_with_logits(logits, y):
    return -(y * F.logsigmoid(logits) + (1 - y) * (1 - F.logsigmoid(logits))).mean()
