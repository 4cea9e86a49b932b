"""wrong: momentum_step; misconception: momentum_steps_by_the_old_velocity"""

import torch


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = state if state is not None else torch.zeros_like(grad)
    return param - lr * v, momentum * v + grad
