"""wrong: adadelta_step; misconception: adadelta_without_the_mean_of_steps"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s = torch.zeros_like(param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    return param - lr * grad / torch.sqrt(s + eps), s
