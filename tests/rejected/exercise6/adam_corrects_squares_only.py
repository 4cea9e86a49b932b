"""wrong: adam_step; misconception: adam_corrects_only_the_squares"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = (0, torch.zeros_like(param), torch.zeros_like(param)) if state is None else state
    t += 1
    m = torch.lerp(grad, m, betas[0])
    v = torch.lerp(grad**2, v, betas[1])
    return param - lr * m / ((v / (1 - betas[1] ** t)).sqrt() + eps), (t, m, v)
