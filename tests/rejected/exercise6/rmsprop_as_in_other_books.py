"""wrong: rmsprop_step; misconception: rmsprop_eps_inside_the_root"""

import torch


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    v = torch.zeros(param.shape, dtype=param.dtype, device=param.device) if state is None else state
    v = v.lerp(grad.square(), 1 - alpha)
    return param - lr * grad / (v + eps) ** 0.5, v
