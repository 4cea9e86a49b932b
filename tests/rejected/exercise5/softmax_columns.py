"""wrong: softmax; misconception: normalises_over_the_batch"""

import torch


def softmax(z):
    z = z - torch.max(z, 0).values
    return z.exp() / torch.sum(z.exp(), 0)
