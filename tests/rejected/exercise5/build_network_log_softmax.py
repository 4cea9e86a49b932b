"""wrong: build_network; misconception: ends_in_log_softmax"""

from torch import nn


def build_network():
    return nn.Sequential(
        nn.Linear(784, 400),
        nn.ReLU(),
        nn.Linear(400, 200),
        nn.ReLU(),
        nn.Linear(200, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
        nn.LogSoftmax(dim=1),
    )
