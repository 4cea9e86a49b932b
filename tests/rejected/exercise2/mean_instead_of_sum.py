"""wrong: gradient_of_square; misconception: averages_instead_of_summing"""

import torch


def gradient_of_square(x):
    v = torch.tensor(x.tolist(), dtype=x.dtype, device=x.device, requires_grad=True)
    z = torch.mean((v + 2) * (v + 2))
    z.backward()
    return v.grad
