"""wrong: sgd_step; misconception: subtracts_in_place"""

import torch


def sgd_step(param, grad, state, lr):
    with torch.no_grad():
        param.sub_(grad, alpha=lr)
    return param, state
