"""wrong: make_sequential; misconception: takes_relu_for_tanh"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.ReLU(), nn.Linear(num_hidden, num_output))
