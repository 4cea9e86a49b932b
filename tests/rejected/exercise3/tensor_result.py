"""wrong: accuracy; misconception: stays_a_tensor"""

import torch


def accuracy(predicted, y):
    return torch.mean((predicted == y).to(torch.float64))
