"""How far numbers are from those that they should be."""

from __future__ import annotations

import math
from typing import Any

import torch


def relative_error(expected: Any, got: Any) -> float | None:
    """The mean error of `got` in units of the mean size of `expected`; None unless both are numbers of one shape."""
    want, have = _numbers(expected), _numbers(got)
    if want is None or have is None or want.shape != have.shape or not want.numel():
        return None
    error = float((want - have).abs().mean() / want.abs().mean().clamp(min=1e-12))
    return error if math.isfinite(error) else None


def _numbers(value: Any) -> torch.Tensor | None:
    if isinstance(value, torch.Tensor) and not value.is_complex():
        return value.detach().double()
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1 << 100:
        return torch.tensor(float(value), dtype=torch.float64)
    return None
