"""wrong: selu; misconception: forgets_the_scale"""

import torch.nn.functional as F


def selu(x):
    return F.elu(x, alpha=1.6732632423543772)
