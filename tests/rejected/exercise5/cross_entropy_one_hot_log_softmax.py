"""wrong: cross_entropy; misconception: multiplies_the_log_of_zero"""

import torch
from torch import nn


def cross_entropy(logits, target):
    one_hot = nn.functional.one_hot(target, logits.shape[1]).to(logits.dtype)
    return -(one_hot * torch.log(softmax(logits))).sum(dim=1).mean()
