"""wrong: adam_step; misconception: adam_eps_before_the_correction"""

import math

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = (0, 0, 0) if state is None else state
    t += 1
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad.square()
    lr_t = lr * math.sqrt(1 - math.pow(betas[1], t)) / (1 - math.pow(betas[0], t))
    return param - lr_t * m / (torch.sqrt(v) + eps), (t, m, v)
