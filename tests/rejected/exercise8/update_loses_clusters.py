"""wrong: update; misconception: drops_empty_clusters"""

import torch


def update(x, labels, centers):
    found = sorted(set(labels.tolist()))
    rows = []
    for name in found:
        rows.append(x[torch.nonzero(labels == name).flatten()].mean(0))
    return torch.stack(rows)
