"""wrong: sgd_step, adam_step; misconception: adam_without_bias_correction, climbs_instead"""

import torch


def sgd_step(param, grad, state, lr):
    return param + lr * grad, None


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    m, v = state or (torch.zeros_like(param), torch.zeros_like(param))
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad * grad
    return param - lr * m / (v.sqrt() + eps), (m, v)
