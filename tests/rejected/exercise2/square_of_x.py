"""wrong: gradient_of_square; misconception: forgets_the_shift"""

import torch


def gradient_of_square(x):
    x = x.clone().detach().requires_grad_(True)
    return torch.autograd.grad((x * x).sum(), x)[0]
