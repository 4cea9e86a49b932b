"""wrong: adam_step; misconception: adam_without_the_root"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = (0, torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    t, m, v = t + 1, betas[0] * m + (1 - betas[0]) * grad, betas[1] * v + (1 - betas[1]) * grad**2
    return param - lr * (m / (1 - betas[0] ** t)) / (v / (1 - betas[1] ** t) + eps), (t, m, v)
