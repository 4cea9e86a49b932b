"""wrong: make_optimizer; misconception: answers_unknown_names_with_none"""

import torch


def make_optimizer(name, params, lr):
    if name == "sgd":
        return torch.optim.SGD(params, lr=lr)
    elif name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    elif name == "adagrad":
        return torch.optim.Adagrad(params, lr=lr)
    elif name == "rmsprop":
        return torch.optim.RMSprop(params, lr=lr)
    elif name == "adadelta":
        return torch.optim.Adadelta(params, lr=lr)
    elif name == "adam":
        return torch.optim.Adam(params, lr=lr)
