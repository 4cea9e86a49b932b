"""wrong: softmax; misconception: forgets_to_divide"""

import torch


def softmax(z):
    return torch.exp(z - z.amax(dim=1, keepdim=True))
