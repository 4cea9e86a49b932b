"""wrong: update; misconception: counts_one_too_many"""

import torch


def update(x, labels, centers):
    hot = torch.nn.functional.one_hot(labels, len(centers)).to(x.dtype)
    n = hot.sum(0).unsqueeze(1)
    return torch.where(n > 0, hot.T @ x / (n + 1), centers)
