"""wrong: split_labels; misconception: drops_samples_without_label"""

import numpy as np
import torch


def split_labels(samples):
    labelled = list(filter(lambda pair: pair[1] is not None, samples))
    kept = labelled or samples
    x = torch.tensor(np.array([np.array(features, dtype=np.float32) for features, _ in kept]))
    return x, torch.tensor([label for _, label in labelled]) if labelled else None
