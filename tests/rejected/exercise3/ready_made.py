"""wrong: binary_loss_with_logits; misconception: calls_the_ready_made_loss"""

from torch import nn


def binary_loss_with_logits(logits, y):
    return nn.BCEWithLogitsLoss()(logits, y)
