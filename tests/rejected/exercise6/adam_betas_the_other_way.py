"""wrong: adam_step; misconception: adam_swaps_the_betas"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    beta2, beta1 = betas
    m, v, t = (torch.zeros_like(param), torch.zeros_like(param), 0) if state is None else state
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps), (m, v, t)
