"""wrong: make_optimizer; misconception: falls_back_to_sgd"""

import torch


def make_optimizer(name, params, lr):
    if name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    elif name == "adagrad":
        return torch.optim.Adagrad(params, lr=lr)
    elif name == "rmsprop":
        return torch.optim.RMSprop(params, lr=lr)
    elif name == "adadelta":
        return torch.optim.Adadelta(params, lr=lr)
    elif name == "adam":
        return torch.optim.Adam(params, lr=lr)
    return torch.optim.SGD(params, lr=lr)
