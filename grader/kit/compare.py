"""Compares what a learner's function returned with what it should have: container, shape, dtype, finiteness, values.

Nothing is broadcast, NaN never passes for a number, and every value is compared as `not (error <= allowed)`.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from grader.sandbox.contract.wire import DeviceName, Opaque

WIDEST = 1e-2


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off: `atol + rtol * |expected|`, and why that much.

    Raises:
        ValueError: it is so wide (over 1 %) that a wrong answer would pass, or no reason is given.
    """

    rtol: float
    atol: float
    why: str

    def __post_init__(self) -> None:
        if not (0 <= self.rtol <= WIDEST and 0 <= self.atol <= WIDEST and self.why):
            raise ValueError(f"a tolerance must be at most {WIDEST:g} and have a reason; got {self}.")

    def __str__(self) -> str:
        return f"rtol {self.rtol:g}, atol {self.atol:g}: {self.why}"


FLOAT32 = Tolerance(1e-4, 1e-5, "float32 keeps 7 digits; honest reorderings of a sum lose up to 3 of them")
FLOAT64 = Tolerance(1e-9, 1e-10, "float64 keeps 16 digits")
EXACT = Tolerance(0.0, 0.0, "whole numbers, labels and copies are exact")


@dataclass(frozen=True)
class Difference:
    """The first way in which a value is not what was expected.

    Attributes:
        kind: "type", "length", "shape", "dtype", "finite" or "value".
        where: path inside the value, such as "[1]", or an empty text.
        sentence: rule, expected, got.
        expected, got: the parts that differ.
    """

    kind: str
    where: str
    sentence: str
    expected: Any
    got: Any


def describe(value: Any) -> str:
    """A value's kind in a few words: "a float32 tensor of shape (3, 1)"."""
    if isinstance(value, torch.Tensor):
        return f"a {dtype_name(value)} tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"a {value.dtype.name} array of shape {value.shape}"
    if isinstance(value, Opaque):
        return value.what if " " in value.what else f"a {value.what}"
    if isinstance(value, DeviceName | torch.device):
        return f"the device {getattr(value, 'name', value)}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return "a dict"
    return "None" if value is None else f"{value!r:.60} ({type(value).__name__})"


def dtype_name(tensor: torch.Tensor) -> str:
    """ "float32" for torch.float32."""
    return str(tensor.dtype).removeprefix("torch.")


def difference(expected: Any, got: Any, tolerance: Tolerance, where: str = "") -> Difference | None:
    """The first difference, or None when `got` is what was expected."""
    if isinstance(expected, torch.Tensor):
        return _tensors(expected, got, tolerance, where)
    if isinstance(expected, np.ndarray):
        return _arrays(expected, got, tolerance, where)
    if isinstance(expected, list | tuple):
        return _sequences(expected, got, tolerance, where)
    if isinstance(expected, dict):
        return _dicts(expected, got, tolerance, where)
    return _scalars(expected, got, tolerance, where)


def _off(kind: str, where: str, rule: str, expected: Any, got: Any) -> Difference:
    place = f"Part {where} of the result" if where else "The result"
    return Difference(kind, where, f"{place} {rule}", expected, got)


def _wrong_kind(expected: Any, got: Any, where: str) -> Difference:
    return _off("type", where, f"must be {describe(expected)}; got {describe(got)}.", expected, got)


def _sequences(expected: Sequence[Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, list | tuple):
        return _wrong_kind(expected, got, where)
    if len(expected) != len(got):
        return _off("length", where, f"must have {len(expected)} parts; got {len(got)}.", expected, got)
    for index, (wanted, part) in enumerate(zip(expected, got, strict=True)):
        found = difference(wanted, part, tolerance, f"{where}[{index}]")
        if found:
            return found
    return None


def _dicts(expected: dict[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, dict):
        return _wrong_kind(expected, got, where)
    if set(expected) != set(got):
        names = f"must have the keys {sorted(expected)}; got {sorted(got)}."
        return _off("length", where, names, expected, got)
    for key, wanted in expected.items():
        found = difference(wanted, got[key], tolerance, f"{where}[{key!r}]")
        if found:
            return found
    return None


def _scalars(expected: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    got = got.item() if isinstance(got, np.generic) else got
    if isinstance(expected, torch.device | DeviceName):
        same = isinstance(got, DeviceName) and got.name == getattr(expected, "name", str(expected))
        return None if same else _wrong_kind(expected, got, where)
    if isinstance(expected, Opaque):
        return None if got == expected else _wrong_kind(expected, got, where)
    if expected is None or isinstance(expected, bool | str | bytes):
        if type(got) is not type(expected):
            return _wrong_kind(expected, got, where)
        return (
            None if got == expected else _off("value", where, f"must be {expected!r}; got {got!r:.80}.", expected, got)
        )
    if not isinstance(got, numbers.Number) or isinstance(got, bool):
        return _wrong_kind(expected, got, where)
    if isinstance(expected, int) and not isinstance(got, int):
        return _wrong_kind(expected, got, where)
    return _numbers(expected, got, tolerance, where)


def _numbers(expected: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if isinstance(got, complex) and not isinstance(expected, complex):
        return _wrong_kind(expected, got, where)
    if math.isfinite(abs(expected)) and not math.isfinite(abs(got)):
        return _off("finite", where, f"must be finite, {expected:.6g}; got {got}.", expected, got)
    if expected == got or (expected != expected and got != got):
        return None
    allowed = tolerance.atol + tolerance.rtol * abs(expected)
    if math.isfinite(allowed) and abs(got - expected) <= allowed:
        return None
    return _off("value", where, f"must be {expected:.6g}; got {got:.6g}.", expected, got)


def _arrays(expected: np.ndarray[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, np.ndarray):
        return _wrong_kind(expected, got, where)
    if expected.dtype.name != got.dtype.name:
        return _off("dtype", where, f"must have dtype {expected.dtype.name}; got {got.dtype.name}.", expected, got)
    return _tensors(torch.from_numpy(expected.copy()), torch.from_numpy(got.copy()), tolerance, where)


def _tensors(expected: torch.Tensor, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, torch.Tensor):
        return _wrong_kind(expected, got, where)
    if expected.shape != got.shape:
        rule = f"must have shape {tuple(expected.shape)}; got {tuple(got.shape)}."
        return _off("shape", where, rule, expected, got)
    if expected.dtype != got.dtype:
        rule = f"must have dtype {dtype_name(expected)}; got {dtype_name(got)}."
        return _off("dtype", where, rule, expected, got)
    return tensor_values(expected, got, tolerance, where)


def tensor_values(
    expected: torch.Tensor, got: torch.Tensor, tolerance: Tolerance, where: str = ""
) -> Difference | None:
    """The first difference of two tensors of one shape, by finiteness and value."""
    wide = torch.complex128 if expected.dtype.is_complex else torch.float64
    want, have = expected.detach().to(wide), got.detach().to(wide)
    same = (want == have) | (want.isnan() & have.isnan())
    lost = want.isfinite() & ~have.isfinite()
    if bool(lost.any()):
        at = tuple(lost.nonzero()[0].tolist())
        rule = f"must be finite; got {have[at].item()} at {list(at)}, where {want[at].item():.6g} is expected."
        return _off("finite", where, rule, expected, got)
    error = torch.where(same, 0.0, (want - have).abs().double())
    allowed = tolerance.atol + tolerance.rtol * want.abs().double()
    wrong = ~(same | (want.isfinite() & (error <= allowed)))
    if not bool(wrong.any()):
        return None
    worst = (
        error.nan_to_num(nan=math.inf, posinf=math.inf).where(wrong, torch.tensor(-1.0, dtype=torch.float64)).argmax()
    )
    at = tuple(int(i) for i in np.unravel_index(int(worst), tuple(want.shape)))
    place = f" at {list(at)}" if want.dim() else ""
    count = f" {int(wrong.sum())} of {wrong.numel()} values are off." if wrong.numel() > 1 else ""
    rule = f"must be {number(want[at])}{place}; got {number(have[at])}.{count}"
    return _off("value", where, rule, expected, got)


def number(value: torch.Tensor) -> str:
    """A 0-d tensor as short text."""
    plain = value.item()
    return f"{plain:.6g}" if isinstance(plain, complex | float) else str(plain)
