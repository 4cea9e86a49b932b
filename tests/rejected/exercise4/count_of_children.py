"""wrong: count_parameters; misconception: counts_linear_layers_only"""

from torch import nn


def count_parameters(net):
    return sum(
        m.weight.numel() + (0 if m.bias is None else m.bias.numel()) for m in net.modules() if isinstance(m, nn.Linear)
    )
