"""wrong: split_labels; misconception: writes_minus_one_for_missing_labels"""

import torch


def split_labels(samples):
    features, labels = zip(*samples)
    x = torch.stack([torch.as_tensor(row, dtype=torch.float32) for row in features])
    if not any(label is not None for label in labels):
        return x, None
    y = torch.full((len(samples),), -1)
    for i, label in enumerate(labels):
        if label is not None:
            y[i] = label
    return x, y
