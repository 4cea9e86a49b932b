"""Calls torch's sigmoid as an operator, below the functions of Python.

Must: operators are heard.

attacks: sigmoid
checks: sigmoid_is_by_hand
before: sigmoid_has_values_and_slopes
says: torch's own sigmoid ran
"""

import torch

operator = getattr(torch.ops.aten, "sig" + "moid").default


def sigmoid(z):
    return operator(z)
