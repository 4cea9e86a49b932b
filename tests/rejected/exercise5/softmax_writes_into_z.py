"""wrong: softmax; misconception: shifts_z_itself"""

import torch


def softmax(z):
    z -= z.max(dim=1, keepdim=True).values
    e = torch.exp(z)
    return e / e.sum(dim=1, keepdim=True)
