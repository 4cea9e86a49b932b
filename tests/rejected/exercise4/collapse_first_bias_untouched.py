"""wrong: collapse_linear; misconception: adds_the_first_bias_untouched"""

import torch


def collapse_linear(w1, b1, w2, b2):
    return torch.matmul(w2, w1), torch.add(b1, b2)
