"""wrong: adam_step; misconception: adam_counts_in_a_global"""

import torch

STEP = 0


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    global STEP
    STEP += 1
    m, v = (torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    m, v = betas[0] * m + (1 - betas[0]) * grad, betas[1] * v + (1 - betas[1]) * grad**2
    return param - lr * m / (1 - betas[0] ** STEP) / ((v / (1 - betas[1] ** STEP)).sqrt() + eps), (m, v)
