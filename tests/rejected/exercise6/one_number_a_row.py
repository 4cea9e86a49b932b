"""wrong: numerical_gradient; misconception: moves_a_whole_row"""

import torch


def numerical_gradient(f, x, eps=1e-6):
    x = x.to(torch.float64)
    if x.dim() == 0:
        return (f(x + eps) - f(x - eps)) / (2 * eps)
    grad = torch.zeros_like(x)
    for i in range(len(x)):
        up, down = x.clone(), x.clone()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad
