"""wrong: adam_step; misconception: adam_without_bias_correction"""

import torch


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    m = torch.zeros_like(grad) if state is None else state["m"]
    v = torch.zeros_like(grad) if state is None else state["v"]
    m, v = torch.lerp(grad, m, b1), torch.lerp(grad.square(), v, b2)
    return param.addcdiv(m, v.sqrt() + eps, value=-lr), {"m": m, "v": v}
