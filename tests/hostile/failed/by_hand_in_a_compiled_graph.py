"""Hides torch's own sigmoid in a graph that TorchScript has compiled.

Must: the operators of a compiled graph are heard.

attacks: sigmoid
checks: sigmoid_is_by_hand
before: sigmoid_has_values_and_slopes
says: torch's own sigmoid ran
"""

import warnings

import torch

warnings.simplefilter("ignore")
graph = torch.jit.trace(torch.sigmoid, torch.zeros(2, 1))


def sigmoid(z):
    return graph(z)
