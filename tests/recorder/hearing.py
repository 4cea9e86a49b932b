"""What the tests of the recorder share."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import torch

from grader.sandbox.contract.observed import Observed
from grader.sandbox.inside.recorder import Recorder

X = torch.linspace(-1, 1, 6).reshape(3, 2)


def heard(act: Callable[[], Any]) -> Observed:
    """What is observed of the act."""
    with Recorder() as recorder:
        act()
    return recorder.observed


def script(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled by TorchScript, which PyTorch calls deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.script(function)
