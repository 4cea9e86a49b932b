"""wrong: adam_step; misconception: adam_hands_back_the_old_state"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if state is None:
        state = {"t": 0, "m": torch.zeros_like(param), "v": torch.zeros_like(param)}
    t = state["t"] + 1
    m = betas[0] * state["m"] + (1 - betas[0]) * grad
    v = betas[1] * state["v"] + (1 - betas[1]) * grad**2
    new = param - lr * (m / (1 - betas[0] ** t)) / (torch.sqrt(v / (1 - betas[1] ** t)) + eps)
    return new, state
