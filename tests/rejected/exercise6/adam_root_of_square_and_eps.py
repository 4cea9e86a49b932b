"""wrong: adam_step; misconception: adam_eps_inside_the_root"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t = 1 if state is None else state[0] + 1
    m = (1 - betas[0]) * grad + (0 if state is None else betas[0] * state[1])
    v = (1 - betas[1]) * grad**2 + (0 if state is None else betas[1] * state[2])
    update = (m / (1 - betas[0] ** t)) * torch.rsqrt(v / (1 - betas[1] ** t) + eps)
    return param - lr * update, [t, m, v]
