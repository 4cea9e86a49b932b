"""wrong: numerical_gradient; misconception: stays_in_the_dtype_of_x"""

import itertools

import torch


def numerical_gradient(f, x, eps=1e-6):
    result = torch.zeros_like(x)
    for where in itertools.product(*[range(size) for size in x.shape]):
        up, down = x.clone(), x.clone()
        up[where] += eps
        down[where] -= eps
        result[where] = (f(up) - f(down)) / (2 * eps)
    return result
