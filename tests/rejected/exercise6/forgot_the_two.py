"""wrong: numerical_gradient; misconception: divides_by_one_eps"""

import numpy as np
import torch


def numerical_gradient(f, x, eps=1e-6):
    x = x.double()
    grad = torch.zeros_like(x)
    for idx in np.ndindex(tuple(x.shape)):
        e = torch.zeros_like(x)
        e[idx] = eps
        grad[idx] = (f(x + e) - f(x - e)) / eps
    return grad
