"""wrong: split_labels; misconception: keeps_the_number_type"""

import torch


def split_labels(samples):
    x = torch.cat([torch.as_tensor(features).unsqueeze(0) for features, _ in samples])
    y = [label for _, label in samples]
    if None in y:
        return x, None
    return x, torch.as_tensor(y)
