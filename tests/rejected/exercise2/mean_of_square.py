"""wrong: gradient_of_square; misconception: averages_instead_of_summing"""

import torch


def gradient_of_square(x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(torch.mean((2 + leaf).pow(2)), [leaf])[0]
