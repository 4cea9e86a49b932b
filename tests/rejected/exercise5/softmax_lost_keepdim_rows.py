"""wrong: softmax; misconception: loses_the_axis_of_the_sum"""

import torch


def softmax(z):
    highest, _ = z.max(1, keepdim=True)
    powers = (z - highest).exp()
    return torch.div(powers, powers.sum(1))
