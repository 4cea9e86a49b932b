"""wrong: assign; misconception: compares_directions"""

import torch.nn.functional as F


def assign(x, centers):
    return (1 - F.normalize(x, dim=1) @ F.normalize(centers, dim=1).T).argmin(dim=1)
