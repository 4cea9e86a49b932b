"""wrong: build_network; misconception: squashes_with_tanh"""

from torch import nn


def build_network():
    return nn.Sequential(
        nn.Linear(784, 400),
        nn.Tanh(),
        nn.Linear(400, 200),
        nn.Tanh(),
        nn.Linear(200, 100),
        nn.Tanh(),
        nn.Linear(100, 10),
    )
