"""wrong: tanh; misconception: turns_the_sign_round"""

import torch


def tanh(x):
    return 2 / (1 + torch.exp(2 * x.clamp(-30, 30))) - 1
