"""wrong: tensor_to_numpy; misconception: goes_through_a_list"""

import numpy as np


def tensor_to_numpy(tensor):
    values = tensor.detach().cpu().tolist()
    return np.asarray(values)
