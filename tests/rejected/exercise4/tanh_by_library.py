"""wrong: tanh; misconception: calls_torch_tanh"""

import torch.nn as nn


def tanh(x):
    return nn.Tanh()(x)
