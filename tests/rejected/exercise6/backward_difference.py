"""wrong: numerical_gradient; misconception: steps_back_only"""

import torch


def numerical_gradient(f, x, eps=1e-6):
    p = x.double()
    grad = torch.zeros_like(p).reshape(-1)
    here = f(p)
    for i in range(p.numel()):
        q = p.clone().reshape(-1)
        q[i] = q[i] - eps
        grad[i] = (here - f(q.reshape(p.shape))) / eps
    return grad.reshape(p.shape)
