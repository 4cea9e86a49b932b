"""wrong: gradient_step; misconception: writes_into_the_parameters"""

import torch


def gradient_step(params, grads, lr):
    with torch.no_grad():
        for i in range(len(params)):
            params[i].sub_(lr * grads[i])
    return params
