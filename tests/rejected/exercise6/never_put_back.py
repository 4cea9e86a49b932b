"""wrong: numerical_gradient; misconception: never_puts_the_entry_back"""

import torch


def numerical_gradient(f, x, eps=1e-6):
    x = x.detach().double().clone()
    flat, grad = x.view(-1), torch.zeros(x.numel(), dtype=torch.float64)
    for i in range(len(flat)):
        flat[i] += eps
        up = float(f(x))
        flat[i] -= 2 * eps
        grad[i] = (up - float(f(x))) / (2 * eps)
    return grad.view(x.shape)
