"""wrong: sigmoid; misconception: forgets_to_halve"""

import torch


def sigmoid(z):
    return 0.5 * torch.tanh(z) + 0.5
