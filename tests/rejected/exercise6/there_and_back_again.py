"""wrong: numerical_gradient; misconception: leaves_rounding_errors_in_x"""

import itertools

import torch


def numerical_gradient(f, x, eps=1e-6):
    x = x.detach().double()
    out = torch.empty_like(x)
    for at in itertools.product(*[range(n) for n in x.shape]):
        x[at] += eps
        plus = float(f(x))
        x[at] -= 2 * eps
        minus = float(f(x))
        x[at] += eps
        out[at] = (plus - minus) / (2 * eps)
    return out
