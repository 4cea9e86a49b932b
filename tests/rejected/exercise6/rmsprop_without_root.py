"""wrong: rmsprop_step; misconception: rmsprop_without_the_root"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    state = torch.zeros_like(param) if state is None else state
    state = torch.lerp(grad**2, state, alpha)
    return param - lr * grad / (state + eps), state
