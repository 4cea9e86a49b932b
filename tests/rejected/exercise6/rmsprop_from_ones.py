"""wrong: rmsprop_step; misconception: rmsprop_starts_at_one"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    avg = torch.ones_like(param) if state is None else state
    avg = alpha * avg + (1 - alpha) * grad.square()
    return param - lr * grad / (avg.sqrt() + eps), avg
