"""wrong: make_optimizer; misconception: unknown_names_are_not_implemented"""

import torch


def make_optimizer(name, params, lr):
    if name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    names = {"sgd": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam"}
    if name not in names:
        raise NotImplementedError(f"optimizer {name} not implemented")
    return getattr(torch.optim, names[name])(params, lr=lr)
