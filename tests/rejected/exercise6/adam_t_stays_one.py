"""wrong: adam_step; misconception: adam_never_counts"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    m, v = (torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad**2
    return param - lr * (m / (1 - betas[0])) / ((v / (1 - betas[1])).sqrt() + eps), (m, v)
