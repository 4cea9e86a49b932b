"""What known mistakes reply does not depend on the submission: each of their runs is made once and kept.

A class, `grade verify` and the tests grade hundreds of submissions under one seed; without this, naming a mistake costs
more than finding it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import torch

from grader.kit.check_run import CheckRun

# Runs are small; those that hold trained networks are made again instead.
_MOST_RUNS = 4096
_MOST_BYTES_A_RUN = 256 << 10


class TwinRuns:
    """Runs of checks against misconceptions, the least recently used one dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, CheckRun] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], CheckRun]) -> CheckRun:
        """The run under `key`, made now if it is not there; what `make` raises is kept by nobody."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        run = make()
        if _bytes_in([reply for _, _, reply in run.transcript.entries]) <= _MOST_BYTES_A_RUN:
            self._kept[key] = run
            if len(self._kept) > _MOST_RUNS:
                self._kept.popitem(last=False)
        return run


def _bytes_in(replies: list[Any]) -> int:
    """Bytes of the arrays and texts in replies, roughly."""
    parts = (part for reply in replies for part in (reply.value, reply.gradients, reply.after))
    return sum(map(_size, parts))


def _size(value: Any) -> int:
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list | tuple):
        return 8 * len(value) + sum(map(_size, value))
    return len(value) if isinstance(value, str | bytes) else 8
