"""wrong: split_labels; misconception: keeps_the_labels_there_are"""

import torch


def split_labels(samples):
    xs, ys = [], []
    for features, label in samples:
        xs.append([float(value) for value in features])
        if label is not None:
            ys.append(label)
    return torch.tensor(xs), torch.LongTensor(ys) if len(ys) > 0 else None
