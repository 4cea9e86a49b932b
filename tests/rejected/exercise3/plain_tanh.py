"""wrong: sigmoid; misconception: returns_tanh"""

import torch


def sigmoid(z):
    return torch.tanh(z / 2)
