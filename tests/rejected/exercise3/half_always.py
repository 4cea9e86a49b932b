"""wrong: classify; misconception: ignores_the_threshold"""

import torch


def classify(x, w, b, threshold=0.5):
    score = x @ w + b
    return torch.where(score >= 0, torch.ones_like(score), torch.zeros_like(score))
