"""wrong: make_sequential; misconception: squashes_the_output_too"""

import torch.nn as nn


def make_sequential(num_input, num_hidden, num_output):
    layers = []
    for sizes in ((num_input, num_hidden), (num_hidden, num_output)):
        layers.extend([nn.Linear(*sizes), nn.Tanh()])
    return nn.Sequential(*layers)
