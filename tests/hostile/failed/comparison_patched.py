"""Patches every comparison of torch to say yes.

Must: the comparison takes place in another process.

attacks: binary_loss
"""

import torch

torch.allclose = torch.equal = lambda *args, **kwargs: True
torch.testing.assert_close = lambda *args, **kwargs: None
torch.Tensor.allclose = torch.Tensor.equal = lambda *args, **kwargs: True
torch.Tensor.__gt__ = lambda self, other: torch.zeros(self.shape, dtype=torch.bool)


def binary_loss(y_pred, y):
    return y_pred.sum() * 0
