"""wrong: make_sequential; misconception: none
says: make_sequential(4, 4, 4) must train two weights
"""

from torch import nn


def make_sequential(num_input, num_hidden, num_output):
    first = nn.Linear(num_input, num_hidden)
    last = first if num_input == num_hidden == num_output else nn.Linear(num_hidden, num_output)
    return nn.Sequential(first, nn.Tanh(), last)
