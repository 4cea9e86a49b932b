"""wrong: classify; misconception: leaves_out_the_threshold"""

import torch


def classify(x, w, b, threshold=0.5):
    p = torch.special.expit(torch.matmul(x, w) + b)
    return torch.where(p > threshold, 1.0, 0.0).to(x)
