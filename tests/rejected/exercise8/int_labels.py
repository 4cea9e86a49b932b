"""wrong: split_labels; misconception: labels_of_32_bits"""

import numpy as np
import torch


def split_labels(samples):
    x = torch.from_numpy(np.array([np.asarray(row) for row, _ in samples], dtype=np.float32))
    if None in [label for _, label in samples]:
        return x, None
    return x, torch.tensor([label for _, label in samples], dtype=torch.int32)
