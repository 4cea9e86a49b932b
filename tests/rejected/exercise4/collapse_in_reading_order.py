"""wrong: collapse_linear; misconception: multiplies_in_reading_order"""

import torch


def collapse_linear(w1, b1, w2, b2):
    weight = torch.mm(w1, w2)
    bias = torch.mv(w2, b1).add(b2)
    return weight, bias
