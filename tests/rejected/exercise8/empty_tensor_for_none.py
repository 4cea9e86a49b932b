"""wrong: split_labels; misconception: gives_an_empty_y"""

import torch


def split_labels(samples):
    x = torch.stack([torch.as_tensor(row, dtype=torch.float) for row, _ in samples])
    labels = [label for _, label in samples]
    return x, torch.LongTensor(labels if None not in labels else [])
