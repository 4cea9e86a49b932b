"""wrong: make_optimizer; misconception: rmsprop_with_another_alpha"""

import torch


def make_optimizer(name, params, lr):
    match name:
        case "sgd":
            return torch.optim.SGD(params, lr=lr)
        case "momentum":
            return torch.optim.SGD(params, lr=lr, momentum=0.9)
        case "adagrad":
            return torch.optim.Adagrad(params, lr=lr)
        case "rmsprop":
            return torch.optim.RMSprop(params, lr=lr, alpha=0.9)
        case "adadelta":
            return torch.optim.Adadelta(params, lr=lr)
        case "adam":
            return torch.optim.Adam(params, lr=lr)
    raise ValueError("name must be sgd, momentum, adagrad, rmsprop, adadelta or adam")
