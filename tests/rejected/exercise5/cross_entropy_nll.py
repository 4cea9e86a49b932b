"""wrong: cross_entropy; misconception: calls_the_ready_loss"""

import torch


def cross_entropy(logits, target):
    return torch.nn.CrossEntropyLoss()(logits, target)
