"""wrong: sgd_step; misconception: lets_torch_optim_do_it"""

import torch


def sgd_step(param, grad, state, lr):
    weight = torch.nn.Parameter(param.detach().clone())
    optimizer = torch.optim.SGD([weight], lr)
    weight.grad = grad.detach().clone()
    optimizer.step()
    return weight.data, None
