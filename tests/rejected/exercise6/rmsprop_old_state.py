"""wrong: rmsprop_step; misconception: rmsprop_hands_back_the_old_state"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    if state is None:
        state = {"avg": torch.zeros_like(param)}
    avg = alpha * state["avg"] + (1 - alpha) * grad**2
    return param - lr * grad / (avg.sqrt() + eps), state
