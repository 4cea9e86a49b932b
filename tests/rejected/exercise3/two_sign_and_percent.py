"""wrong: sigmoid, accuracy; misconception: counts_in_percent, forgets_the_minus_in_exp"""

import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(z.clamp(-80, 80)))


def accuracy(predicted, y):
    return 100 * (predicted == y).double().mean().item()
