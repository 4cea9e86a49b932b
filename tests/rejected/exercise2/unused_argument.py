"""wrong: partial_gradients; misconception: forgets_the_ignored_argument"""

import torch


def partial_gradients(f, x, y):
    a = x.detach().clone().requires_grad_(True)
    b = y.detach().clone().requires_grad_(True)
    value = f(a, b)
    dx, dy = torch.autograd.grad(outputs=value, inputs=[a, b], grad_outputs=torch.ones_like(value))
    return dx, dy
