"""wrong: partial_gradients; misconception: differentiates_one_at_a_time"""

import torch


def partial_gradients(f, x, y):
    a = x.detach().clone().requires_grad_()
    (dx,) = torch.autograd.grad(f(a, y.detach()), a)
    b = y.detach().clone().requires_grad_()
    (dy,) = torch.autograd.grad(f(x.detach(), b), b)
    return dx, dy
