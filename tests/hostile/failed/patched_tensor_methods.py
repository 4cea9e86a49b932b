"""Patches the tensor methods that the worker reads results with.

Must: numbers are judged, however they were read.

attacks: module
"""

import torch

real = torch.Tensor.detach
torch.Tensor.detach = lambda self: torch.zeros(self.shape)
torch.Tensor.cpu = torch.Tensor.contiguous = lambda self: self
torch.Tensor.numel = lambda self: 1


def binary_loss(y_pred, y):
    return right(y_pred, y) * 0
