"""wrong: sigmoid; misconception: divides_two_exponentials"""

import torch


def sigmoid(z):
    e = torch.exp(z)
    return torch.div(e, e + 1)
