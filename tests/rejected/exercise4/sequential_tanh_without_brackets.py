"""wrong: make_sequential; misconception: none"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh, nn.Linear(num_hidden, num_output))
