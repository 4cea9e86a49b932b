"""wrong: split_labels; misconception: labels_stay_a_list"""

import torch


def split_labels(samples):
    x = torch.stack([torch.as_tensor(row, dtype=torch.float) for row, _ in samples])
    labels = [label for _, label in samples]
    return x, None if None in labels else labels
