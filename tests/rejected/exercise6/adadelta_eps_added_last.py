"""wrong: adadelta_step; misconception: adadelta_eps_outside_the_roots"""

import torch


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    g2, d2 = state or (torch.zeros_like(grad), torch.zeros_like(grad))
    g2 = g2 * rho + grad * grad * (1 - rho)
    rms_g, rms_d = torch.sqrt(g2) + eps, torch.sqrt(d2) + eps
    delta = rms_d / rms_g * grad
    d2 = d2 * rho + delta * delta * (1 - rho)
    return param - delta * lr, (g2, d2)
