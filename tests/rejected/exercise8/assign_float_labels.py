"""wrong: assign; misconception: gives_float_labels"""

import torch


def assign(x, centers):
    labels = torch.zeros(len(x))
    for i, sample in enumerate(x):
        labels[i] = (centers - sample).norm(dim=1).argmin()
    return labels
