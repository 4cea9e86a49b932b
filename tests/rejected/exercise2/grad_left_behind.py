"""wrong: gradient_of_square; misconception: marks_the_callers_tensor"""

import torch


def gradient_of_square(x):
    x.requires_grad = True
    z = torch.pow(x + 2, 2)
    z.backward(torch.ones_like(z))
    return 1.0 * x.grad
