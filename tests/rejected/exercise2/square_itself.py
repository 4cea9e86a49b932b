"""wrong: gradient_of_square; misconception: returns_the_square"""

import torch


def gradient_of_square(x):
    with torch.no_grad():
        return torch.pow(x + 2, 2)
