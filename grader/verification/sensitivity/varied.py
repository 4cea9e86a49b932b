"""Other arguments of the same kind, and replies moved a hundredth of the way towards others: what the gate works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.kit.compare import EXACT, difference

# How many tolerances an answer must move by.
TOLERANCES = 100
_Change = Callable[[torch.Tensor], torch.Tensor]


def _stretched(values: torch.Tensor) -> torch.Tensor:
    """Other real numbers, near the old ones; whole numbers mirrored in their own range."""
    if values.is_floating_point() or values.is_complex():
        return values * 1.37 + 0.11
    return ~values if values.dtype is torch.bool else _mirrored(values)


def _mirrored(values: torch.Tensor) -> torch.Tensor:
    return values.amax() + values.amin() - values if values.numel() else values


def _negated(values: torch.Tensor) -> torch.Tensor:
    """The other sign; whole numbers moved on by one in their own range, for they may be classes."""
    if values.is_floating_point() or values.is_complex():
        return -values
    return ~values if values.dtype is torch.bool else _moved_on(values)


def _moved_on(values: torch.Tensor) -> torch.Tensor:
    return torch.where(values == values.amax(), values.amin(), values + 1) if values.numel() else values


def _reversed(values: torch.Tensor) -> torch.Tensor:
    """The same numbers in the opposite order."""
    return values.flip(tuple(range(values.dim())))


CHANGES: tuple[_Change, ...] = (_stretched, _negated, _reversed)


def changed(value: Any, change: _Change) -> Any:
    """The argument with every number in it changed; what holds none is given back as it is."""
    if isinstance(value, torch.Tensor):
        return _tensor(value, change)
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        native = torch.from_numpy(np.array(value, value.dtype.newbyteorder("="), order="C"))
        return _tensor(native, change).numpy().astype(value.dtype)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return type(value)(value + 1 if isinstance(value, int) else change(torch.tensor(value)).item())
    if isinstance(value, dict):
        return {name: changed(item, change) for name, item in value.items()}
    return type(value)(changed(item, change) for item in value) if type(value) in (list, tuple) else value


def _tensor(value: torch.Tensor, change: _Change) -> torch.Tensor:
    # torch has hardly any arithmetic for the wider unsigned ones.
    narrow = value.dtype in (torch.uint16, torch.uint32, torch.uint64)
    values = change(value.detach().to(torch.int64) if narrow else value.detach())
    return values.to(value.dtype).requires_grad_(value.requires_grad)


def moved(start: Any, other: Any) -> Any:
    """`start`, with every real number moved towards `other` by one part in `TOLERANCES`; all else is that of `other`."""
    if isinstance(start, torch.Tensor) and isinstance(other, torch.Tensor):
        alike = start.shape == other.shape and start.dtype == other.dtype and start.is_floating_point()
        return start + (other - start) / TOLERANCES if alike else other
    if isinstance(start, np.ndarray | np.generic) and isinstance(other, np.ndarray | np.generic):
        old, new = np.asarray(start), np.asarray(other)
        alike = old.shape == new.shape and old.dtype == new.dtype and old.dtype.kind == "f"
        return (old + (new - old) / TOLERANCES).astype(old.dtype)[()] if alike else other
    if type(start) is float and type(other) is float:
        return start + (other - start) / TOLERANCES
    if isinstance(start, dict) and isinstance(other, dict) and set(start) == set(other):
        return {name: moved(item, other[name]) for name, item in start.items()}
    if type(start) is type(other) and type(start) in (list, tuple) and len(start) == len(other):
        return type(start)(moved(old, new) for old, new in zip(start, other, strict=True))
    return other


def differs(start: Any, other: Any) -> bool:
    """Whether the two are not the same to the last bit."""
    return difference(start, other, EXACT) is not None


def off_by_one(value: Any) -> Any:
    """Every number in a reply, real or whole, off by one; truth values and texts as they are."""
    if isinstance(value, torch.Tensor):
        return value if value.dtype is torch.bool else (value.double() + 1).to(value.dtype)
    if isinstance(value, np.ndarray | np.generic):
        return value if value.dtype.kind not in "fiu" else (np.asarray(value) + 1).astype(value.dtype)[()]
    if type(value) in (int, float):
        return value + 1
    if isinstance(value, dict):
        return {name: off_by_one(item) for name, item in value.items()}
    return type(value)(off_by_one(item) for item in value) if type(value) in (list, tuple) else value
