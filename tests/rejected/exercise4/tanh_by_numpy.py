"""wrong: tanh; misconception: calls_tanh_of_numpy"""

import numpy as np
import torch


def tanh(x):
    return torch.from_numpy(np.asarray(np.tanh(x.detach().numpy())))
