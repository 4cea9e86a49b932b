"""wrong: sigmoid; misconception: calls_the_ready_made_sigmoid"""

import torch


def sigmoid(z):
    return torch.special.expit(z)
