"""wrong: update, split_labels; misconception: forgets_to_divide, makes_float_labels"""

import torch


def update(x, labels, centers):
    new = centers.clone()
    for j in range(len(centers)):
        if (labels == j).any():
            new[j] = x[labels == j].sum(dim=0)
    return new


def split_labels(samples):
    x = torch.stack([torch.as_tensor(f, dtype=torch.float32) for f, _ in samples])
    labels = [l for _, l in samples]
    return x, None if None in labels else torch.tensor(labels).float()
