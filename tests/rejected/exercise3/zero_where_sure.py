"""wrong: classify; misconception: gives_the_classes_the_wrong_way_round"""

import torch


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(x, w, b)
    return torch.where(p < threshold, torch.ones_like(p), torch.zeros_like(p))
