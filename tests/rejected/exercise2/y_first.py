"""wrong: partial_gradients; misconception: gives_df_dy_first"""

import torch


def partial_gradients(f, x, y):
    a, b = (t.detach().clone().requires_grad_() for t in (x, y))
    f(a, b).backward()
    dx = a.grad if a.grad is not None else torch.zeros_like(a)
    dy = b.grad if b.grad is not None else torch.zeros_like(b)
    return dy, dx
