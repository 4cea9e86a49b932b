"""wrong: make_sequential; misconception: takes_sigmoid_for_tanh"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    net = nn.Sequential()
    net.add_module("hidden", nn.Linear(num_input, num_hidden))
    net.add_module("activation", nn.Sigmoid())
    net.add_module("output", nn.Linear(num_hidden, num_output))
    return net
