"""wrong: linear_model; misconception: forgets_the_bias"""

import torch


def linear_model(x, w, b):
    prediction = torch.matmul(x, w)
    return prediction
