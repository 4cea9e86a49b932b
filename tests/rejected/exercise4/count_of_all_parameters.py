"""wrong: count_parameters; misconception: counts_frozen_ones"""

import torch


def count_parameters(net):
    return torch.nn.utils.parameters_to_vector(net.parameters()).numel() if list(net.parameters()) else 0
