"""wrong: build_network; misconception: leaves_out_one_activation"""

from torch import nn


def build_network():
    return nn.Sequential(
        nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 200), nn.ReLU(), nn.Linear(200, 100), nn.Linear(100, 10)
    )
