"""wrong: tensor_to_numpy; misconception: makes_everything_float32"""

import numpy as np


def tensor_to_numpy(tensor):
    host = tensor.cpu().detach()
    return np.asarray(host.real.float().tolist(), dtype=np.float32).reshape(tuple(host.shape))
