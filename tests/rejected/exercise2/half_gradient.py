"""wrong: gradient_of_square; misconception: forgets_the_factor"""

import torch


def gradient_of_square(x):
    x = x.clone().detach().requires_grad_(True)
    z = 0.5 * torch.square(x + 2)
    z.sum().backward()
    return x.grad
