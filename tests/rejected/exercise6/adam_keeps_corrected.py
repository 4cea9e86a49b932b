"""wrong: adam_step; misconception: adam_remembers_the_corrected_means"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    t, m, v = (0, torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    t = t + 1
    m = (b1 * m + (1 - b1) * grad) / (1 - b1**t)
    v = (b2 * v + (1 - b2) * grad**2) / (1 - b2**t)
    return param - lr * m / (v.sqrt() + eps), (t, m, v)
