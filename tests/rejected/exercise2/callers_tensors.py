"""wrong: partial_gradients; misconception: marks_the_callers_tensors"""

import torch


def partial_gradients(f, x, y):
    for t in (x, y):
        t.requires_grad = True
    loss = f(x, y)
    loss.backward()
    return tuple(torch.zeros_like(t) if t.grad is None else t.grad.detach().clone() for t in (x, y))
