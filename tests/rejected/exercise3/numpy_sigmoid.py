"""wrong: sigmoid; misconception: leaves_the_graph"""

import numpy as np
import torch


def sigmoid(z):
    scores = z.detach().cpu().numpy()
    return torch.from_numpy(np.asarray(0.5 + 0.5 * np.tanh(scores / 2))).to(z)
