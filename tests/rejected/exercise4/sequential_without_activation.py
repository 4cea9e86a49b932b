"""wrong: make_sequential; misconception: stacks_linear_layers_only"""

import torch.nn as nn


def make_sequential(num_input, num_hidden, num_output):
    net = nn.Sequential()
    net.append(nn.Linear(num_input, num_hidden))
    net.append(nn.Linear(num_hidden, num_output))
    return net
