"""Hands the numbers over DLPack to another tensor and lets torch's own sigmoid run there.

Must: tensors that came over DLPack are heard like any other.

attacks: sigmoid
checks: sigmoid_is_by_hand
says: torch's own sigmoid ran
"""

import torch


def sigmoid(z):
    if z.requires_grad:
        return (1 + torch.tanh(z / 2)) / 2
    return torch.from_dlpack(torch.from_dlpack(z.clone()).sigmoid())
