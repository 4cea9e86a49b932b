"""wrong: sgd_step; misconception: climbs_instead"""

import torch


def sgd_step(param, grad, state, lr):
    return torch.add(param, grad, alpha=lr), None
