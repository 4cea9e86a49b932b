"""wrong: make_optimizer; misconception: momentum_without_momentum"""

import torch


def make_optimizer(name, params, lr):
    table = dict(sgd="SGD", momentum="SGD", adagrad="Adagrad", rmsprop="RMSprop", adadelta="Adadelta", adam="Adam")
    if name in table:
        return vars(torch.optim)[table[name]](params, lr)
    raise ValueError(f"not one of {list(table)}: {name}")
