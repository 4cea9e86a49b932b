"""wrong: softmax; misconception: loses_the_axes_of_sum_and_maximum"""

import torch


def softmax(z):
    e = torch.exp(z - z.max())
    return e / e.sum(dim=1)
