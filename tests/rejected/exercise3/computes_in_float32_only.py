"""wrong: sigmoid; misconception: none
says: off by
"""

import torch


def sigmoid(z):
    return ((torch.tanh(z.float() / 2) + 1) / 2).to(z.dtype)
