"""wrong: classify; misconception: none
says: The result must be 0 at
"""

import torch


def classify(x, w, b, threshold=0.5):
    p = 1 / (1 + torch.exp(-(x @ w + b)))
    return (p.round(decimals=3) >= threshold).to(x.dtype)
