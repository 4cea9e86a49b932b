"""wrong: relu; misconception: cuts_relu_off"""

import numpy as np
import torch


def relu(x):
    return torch.as_tensor(np.maximum(x.detach().cpu().numpy(), 0)).to(x.device)
