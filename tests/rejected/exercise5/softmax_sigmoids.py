"""wrong: softmax; misconception: squashes_each_logit_alone"""

import torch


def softmax(z):
    return torch.sigmoid(z)
