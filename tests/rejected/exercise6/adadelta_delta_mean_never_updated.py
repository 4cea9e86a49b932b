"""wrong: adadelta_step; misconception: adadelta_never_updates_the_mean_of_steps"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    if state is None:
        state = torch.zeros_like(param), torch.zeros_like(param)
    squares, deltas = state
    squares = squares * rho + grad.square() * (1 - rho)
    step = (deltas + eps).sqrt() / (squares + eps).sqrt() * grad
    return param - lr * step, (squares, deltas)
