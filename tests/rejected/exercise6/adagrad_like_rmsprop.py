"""wrong: adagrad_step; misconception: adagrad_with_a_moving_average"""

import torch


def adagrad_step(param, grad, state, lr, eps=1e-10):
    cache = torch.zeros_like(param) if state is None else state
    cache = 0.9 * cache + 0.1 * grad * grad
    return param - lr * grad / (torch.sqrt(cache) + eps), cache
