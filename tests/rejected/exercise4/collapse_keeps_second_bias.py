"""wrong: collapse_linear; misconception: drops_the_first_bias"""

import torch


def collapse_linear(w1, b1, w2, b2):
    return torch.einsum("kh,hd->kd", w2, w1), b2
