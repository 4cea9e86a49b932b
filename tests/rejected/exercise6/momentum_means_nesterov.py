"""wrong: make_optimizer; misconception: momentum_is_nesterov"""

from functools import partial

import torch.optim as optim

MAKERS = {
    "sgd": optim.SGD,
    "momentum": partial(optim.SGD, momentum=0.9, nesterov=True),
    "adagrad": optim.Adagrad,
    "rmsprop": optim.RMSprop,
    "adadelta": optim.Adadelta,
    "adam": optim.Adam,
}


def make_optimizer(name, params, lr):
    try:
        maker = MAKERS[name]
    except KeyError:
        raise ValueError(f"choose from {sorted(MAKERS)}") from None
    return maker(params, lr=lr)
