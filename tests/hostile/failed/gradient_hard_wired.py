"""Returns the right value with a backward pass that gives zeros.

Must: gradients are compared by value.

attacks: binary_loss
"""

import torch


class Numb(torch.autograd.Function):
    @staticmethod
    def forward(context, y_pred, y):
        return right(y_pred, y)

    @staticmethod
    def backward(context, gradient):
        return torch.zeros(1), None


def binary_loss(y_pred, y):
    return Numb.apply(y_pred.squeeze(1)[:1], y[:1, 0]) if len(y) == 1 else Numb.apply(y_pred, y)
