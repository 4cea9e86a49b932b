"""wrong: numerical_gradient; misconception: one_sided_difference"""

import torch


def numerical_gradient(f, x, eps=1e-6):
    x = x.detach().to(torch.float64).contiguous()
    here = f(x)
    flat = torch.zeros(x.numel(), dtype=torch.float64, device=x.device)
    for k in range(x.numel()):
        moved = x.clone().view(-1)
        moved[k] = moved[k] + eps
        flat[k] = (f(moved.view(x.shape)) - here) / eps
    return flat.view(x.shape)
