"""wrong: adam_step; misconception: corrects_both_by_the_first_beta"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    m, v, t = state or (torch.zeros_like(param), torch.zeros_like(param), 0)
    t += 1
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad**2
    mh, vh = m / (1 - betas[0] ** t), v / (1 - betas[0] ** t)
    return param - lr * mh / (vh.sqrt() + eps), (m, v, t)
