"""wrong: split_labels; misconception: labels_of_32_bits"""

import numpy as np
import torch


def split_labels(samples):
    x = torch.tensor(np.array([np.asarray(f) for f, _ in samples]), dtype=torch.float32)
    labels = [l for _, l in samples]
    if None in labels:
        return x, None
    return x, torch.tensor(labels, dtype=torch.int32)
