"""wrong: rmsprop_step; misconception: rmsprop_weights_swapped"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    old = {"v": torch.zeros_like(param)} if state is None else state
    new = {"v": alpha * grad * grad + (1 - alpha) * old["v"]}
    return param - lr * grad / (torch.sqrt(new["v"]) + eps), new
