"""wrong: copy_sequential; misconception: adds_to_the_old_weights"""

import torch


def copy_sequential(sequential, module):
    with torch.no_grad():
        for source, target in ((sequential[0], module.layer1), (sequential[2], module.layer3)):
            target.weight += source.weight
            target.bias += source.bias
