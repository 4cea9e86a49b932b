"""wrong: make_optimizer; misconception: sgd_with_momentum"""

from torch import optim


def make_optimizer(name, params, lr):
    table = {
        "sgd": lambda: optim.SGD(params, lr=lr, momentum=0.9),
        "momentum": lambda: optim.SGD(params, lr=lr, momentum=0.9),
        "adagrad": lambda: optim.Adagrad(params, lr=lr),
        "rmsprop": lambda: optim.RMSprop(params, lr=lr),
        "adadelta": lambda: optim.Adadelta(params, lr=lr),
        "adam": lambda: optim.Adam(params, lr=lr),
    }
    if name not in table:
        raise ValueError(f"{name} is none of {list(table)}")
    return table[name]()
