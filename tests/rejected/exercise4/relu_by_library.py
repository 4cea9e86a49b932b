"""wrong: relu; misconception: calls_torch_relu"""

from torch import nn

activation = nn.ReLU()


def relu(x):
    return activation(x)
