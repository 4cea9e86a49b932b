"""Fresh inputs for a check, all drawn from one seed, so that a run can be replayed exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from grader.session.seeds import request_seed


class Inputs:
    """A seeded generator of tensors and arrays.

    Args:
        parts: whatever the draws shall depend on, such as the run's seed, the exercise and the check.
    """

    def __init__(self, *parts: object) -> None:
        self.generator = torch.Generator().manual_seed(request_seed("inputs", *parts))

    def normal(self, *shape: int, scale: float = 1.0, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Normal deviates times `scale`."""
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).mul(scale).to(dtype)

    def uniform(self, low: float, high: float, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Uniform deviates in [low, high)."""
        unit = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return unit.mul(high - low).add(low).to(dtype)

    def integers(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Integers in [low, high) as int64."""
        return torch.randint(low, high, shape, generator=self.generator)

    def whole(self, *shape: int, size: int = 8, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Whole numbers from -size to size: their sums and products are exact in every order, so nothing may be off."""
        return self.integers(-size, size + 1, *shape).to(dtype)

    def labels(self, n: int) -> torch.Tensor:
        """(n, 1) labels 0. and 1. in float32, both present when n > 1, in random order."""
        classes = (torch.arange(n) + self.integers(0, 2, 1)) % 2
        return classes[self.permutation(n)].float().reshape(n, 1)

    def permutation(self, n: int) -> torch.Tensor:
        """A permutation of 0 .. n-1, int64."""
        return torch.randperm(n, generator=self.generator)

    def noncontiguous(self, *shape: int, scale: float = 1.0) -> torch.Tensor:
        """Normal deviates whose memory is laid out in reverse order of the axes (two axes or more)."""
        return self.normal(*reversed(shape), scale=scale).permute(*reversed(range(len(shape))))

    def array(self, *shape: int, dtype: Any = np.float32, scale: float = 1.0) -> np.ndarray[Any, Any]:
        """Normal deviates as a NumPy array."""
        return self.normal(*shape, scale=scale, dtype=torch.float64).numpy().astype(dtype)

    def seed(self) -> int:
        """A small seed for the learner's own seeded functions."""
        return int(self.integers(0, 1 << 31, 1))
