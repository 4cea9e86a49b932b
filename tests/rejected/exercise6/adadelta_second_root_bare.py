"""wrong: adadelta_step; misconception: adadelta_eps_outside_the_lower_root"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    step = grad * torch.sqrt(u + eps) / (torch.sqrt(s) + eps)
    return param - lr * step, (s, rho * u + (1 - rho) * step**2)
