"""wrong: partial_gradients; misconception: fills_in_plain_zeros"""

import torch


def partial_gradients(f, x, y):
    a, b = x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_()
    f(a, b).backward()
    dx = a.grad if a.grad is not None else torch.zeros(*x.size())
    dy = b.grad if b.grad is not None else torch.zeros(*y.size())
    return dx, dy
