"""wrong: make_sequential; misconception: hands_in_the_class"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh, nn.Linear(num_hidden, num_output))
