"""wrong: adam_step; misconception: adam_counts_from_zero"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = state if state else (0, torch.zeros_like(param), torch.zeros_like(param))
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad.pow(2)
    m_hat = m / (1 - torch.tensor(betas[0]) ** t)
    v_hat = v / (1 - torch.tensor(betas[1]) ** t)
    return param - lr * m_hat / (v_hat.sqrt() + eps), (t + 1, m, v)
