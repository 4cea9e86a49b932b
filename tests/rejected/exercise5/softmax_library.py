"""wrong: softmax; misconception: calls_the_ready_softmax"""

from torch import nn


def softmax(z):
    return nn.Softmax(-1)(z)
