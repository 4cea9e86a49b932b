"""wrong: momentum_step; misconception: momentum_hands_back_the_old_state"""

import torch


def momentum_step(param, grad, state, lr, momentum=0.9):
    if state is None:
        state = torch.zeros_like(param)
    v = momentum * state + grad
    return param - lr * v, state
