"""wrong: build_network; misconception: does_without_biases"""

from torch import nn


def build_network():
    return nn.Sequential(
        nn.Linear(784, 400, bias=False),
        nn.ReLU(),
        nn.Linear(400, 200, bias=False),
        nn.ReLU(),
        nn.Linear(200, 100, bias=False),
        nn.ReLU(),
        nn.Linear(100, 10, bias=False),
    )
