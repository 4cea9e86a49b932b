"""wrong: make_sequential; misconception: gives_out_before_in"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(num_hidden, num_input), nn.Tanh(), nn.Linear(num_output, num_hidden))
