"""wrong: make_optimizer; misconception: adadelta_made_without_lr"""

import torch


def make_optimizer(name, params, lr):
    if name == "sgd":
        return torch.optim.SGD(params, lr)
    if name == "momentum":
        return torch.optim.SGD(params, lr, momentum=0.9)
    if name == "adagrad":
        return torch.optim.Adagrad(params, lr)
    if name == "rmsprop":
        return torch.optim.RMSprop(params, lr)
    if name == "adadelta":
        return torch.optim.Adadelta(params)
    if name == "adam":
        return torch.optim.Adam(params, lr)
    raise ValueError("sgd, momentum, adagrad, rmsprop, adadelta or adam")
