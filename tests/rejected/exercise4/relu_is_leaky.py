"""wrong: relu; misconception: lets_negatives_leak"""

import torch.nn.functional as F


def relu(x):
    return F.leaky_relu(x, negative_slope=0.01)
