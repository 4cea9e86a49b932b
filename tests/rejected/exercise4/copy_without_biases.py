"""wrong: copy_sequential; misconception: copies_weights_without_biases"""

import torch


def copy_sequential(sequential, module):
    with torch.no_grad():
        module.layer1.weight.copy_(sequential[0].weight)
        module.layer3.weight.copy_(sequential[2].weight)
