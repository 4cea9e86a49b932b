"""wrong: adam_step; misconception: adam_without_eps"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = (0, torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    t += 1
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad**2
    return param - lr * (m / (1 - betas[0] ** t)) / (v / (1 - betas[1] ** t)).sqrt(), (t, m, v)
