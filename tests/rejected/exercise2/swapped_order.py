"""wrong: partial_gradients; misconception: gives_df_dy_first"""

import torch


def partial_gradients(f, x, y):
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (y, x), materialize_grads=True)
