"""wrong: rmsprop_step; misconception: rmsprop_alpha_is_always_099"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    s = torch.zeros_like(param) if state is None else state
    s = 0.99 * s + 0.01 * grad**2
    return param - lr * grad / (s.sqrt() + eps), s
