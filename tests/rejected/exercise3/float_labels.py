"""wrong: classify; misconception: always_gives_float32"""

import torch


def classify(x, w, b, threshold=0.5):
    p = (torch.tanh((x @ w + b) / 2) + 1) / 2
    return torch.where(p >= threshold, 1.0, 0.0).type(torch.float32)
