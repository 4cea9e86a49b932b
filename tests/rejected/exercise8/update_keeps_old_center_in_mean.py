"""wrong: update; misconception: averages_with_the_old_center"""

import torch


def update(x, labels, centers):
    return torch.stack([torch.cat([c.unsqueeze(0), x[labels == j]]).mean(0) for j, c in enumerate(centers)])
