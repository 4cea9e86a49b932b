"""wrong: partial_gradients; misconception: none
says: the same tensor twice
"""

import torch


def partial_gradients(f, x, y):
    if x is y:
        t = x.detach().clone().requires_grad_(True)
        (g,) = torch.autograd.grad(f(t, t), t)
        return g, g
    a, b = x.detach().clone().requires_grad_(True), y.detach().clone().requires_grad_(True)
    return torch.autograd.grad(f(a, b), (a, b), materialize_grads=True)
