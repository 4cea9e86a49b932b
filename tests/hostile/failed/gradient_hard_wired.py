"""Returns the right value with a backward pass that gives zeros.

Must: gradients are compared by value.

attacks: binary_loss
"""

import torch


class Numb(torch.autograd.Function):
    @staticmethod
    def forward(context, y_pred, y):
        context.save_for_backward(y_pred)
        return right(y_pred, y)

    @staticmethod
    def backward(context, gradient):
        return torch.zeros_like(context.saved_tensors[0]), None


def binary_loss(y_pred, y):
    return Numb.apply(y_pred, y)
