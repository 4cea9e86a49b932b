"""wrong: softmax; misconception: loses_the_axis_of_the_sum"""

import torch


def softmax(z):
    e = torch.exp(z - z.max())
    return e / e.sum(dim=1)
