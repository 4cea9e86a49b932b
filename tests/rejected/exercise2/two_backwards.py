"""wrong: partial_gradients; misconception: runs_backward_for_each"""

import torch


def partial_gradients(f, x, y):
    x = torch.autograd.Variable(x.data, requires_grad=True)
    y = torch.autograd.Variable(y.data, requires_grad=True)
    z = f(x, y)
    z.backward(retain_graph=True)
    z.backward()
    dx = torch.zeros_like(x) if x.grad is None else x.grad
    dy = torch.zeros_like(y) if y.grad is None else y.grad
    return dx.data, dy.data
