"""wrong: build_network; misconception: forgets_the_activations"""

from torch import nn


def build_network():
    net = nn.Sequential()
    for i, (a, b) in enumerate([(784, 400), (400, 200), (200, 100), (100, 10)]):
        net.add_module(f"fc{i}", nn.Linear(a, b))
    return net
