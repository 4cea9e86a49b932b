"""wrong: sigmoid; misconception: writes_into_the_scores"""

import torch


def sigmoid(z):
    if z.requires_grad:
        return (torch.tanh(z * 0.5) + 1) * 0.5
    z.neg_()
    return (1 - torch.tanh(z / 2)) / 2
