"""wrong: copy_sequential; misconception: copies_the_first_layer_only"""

import torch


def copy_sequential(sequential, module):
    with torch.no_grad():
        module.layer1.weight.copy_(sequential[0].weight)
        module.layer1.bias.copy_(sequential[0].bias)
