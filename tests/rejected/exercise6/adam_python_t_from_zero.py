"""wrong: adam_step; misconception: adam_counts_from_zero_in_python"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    m, v, t = state or (torch.zeros_like(param), torch.zeros_like(param), 0)
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad**2
    scale = lr * (1 - betas[1] ** t) ** 0.5 / (1 - betas[0] ** t)
    return param - scale * m / (v.sqrt() + eps), (m, v, t + 1)
