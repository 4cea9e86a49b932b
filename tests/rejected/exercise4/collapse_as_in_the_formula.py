"""wrong: collapse_linear; misconception: stores_the_weight_transposed"""

import torch


def collapse_linear(w1, b1, w2, b2):
    weight = torch.matmul(w2, w1).t()
    bias = torch.matmul(b1, w2.t()) + b2
    return weight, bias
