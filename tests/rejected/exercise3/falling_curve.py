"""wrong: sigmoid; misconception: forgets_the_minus_in_exp"""

import torch


def sigmoid(z):
    z = z.clamp(-85, 85)
    return 1 / (1 + torch.exp(z))
