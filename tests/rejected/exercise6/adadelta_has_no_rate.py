"""wrong: adadelta_step; misconception: adadelta_ignores_lr"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    g2, d2 = (torch.zeros_like(grad), torch.zeros_like(grad)) if state is None else state
    g2 = torch.lerp(g2, grad**2, 1 - rho)
    delta = -torch.sqrt((d2 + eps) / (g2 + eps)) * grad
    return param + delta, (g2, torch.lerp(d2, delta**2, 1 - rho))
