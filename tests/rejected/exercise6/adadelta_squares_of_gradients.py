"""wrong: adadelta_step; misconception: adadelta_remembers_squared_gradients"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, d = state or (torch.zeros_like(param), torch.zeros_like(param))
    s = rho * s + (1 - rho) * grad**2
    delta = torch.sqrt(d + eps) / torch.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * grad**2
    return param - lr * delta, (s, d)
