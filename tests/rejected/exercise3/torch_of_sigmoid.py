"""wrong: binary_loss_with_logits; misconception: stops_at_a_hundred"""

import torch.nn.functional as F


def binary_loss_with_logits(logits, y):
    probability = sigmoid(logits)
    return F.binary_cross_entropy(probability, y)
