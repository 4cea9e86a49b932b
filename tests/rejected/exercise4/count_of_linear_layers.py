"""wrong: count_parameters; misconception: counts_linear_layers_by_their_sizes"""

from torch import nn


def count_parameters(net):
    total = 0
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            total += layer.in_features * layer.out_features + layer.out_features
    return total
