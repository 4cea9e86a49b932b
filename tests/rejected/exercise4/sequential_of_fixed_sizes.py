"""wrong: make_sequential; misconception: fixes_the_sizes"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
