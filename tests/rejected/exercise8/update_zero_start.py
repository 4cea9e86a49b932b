"""wrong: update; misconception: sends_empty_centers_to_zero"""

import torch


def update(x, labels, centers):
    new = torch.zeros_like(centers)
    for j in range(len(centers)):
        members = x[labels == j]
        if len(members) > 0:
            new[j] = members.sum(0) / len(members)
    return new
