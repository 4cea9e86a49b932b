"""Compares what a learner's function returned with what it should have: container, shape, dtype, finiteness, values.

Nothing is broadcast, NaN never passes for a number, and every value is compared as `not (error <= allowed)`. Either side
may be foreign: whatever crosses the pipe can stand on both, and comparing it never raises.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from grader.kit.describe import apart, describe, dtype_name, keys, number
from grader.sandbox.contract.wire import ARRAY_DTYPES, DeviceName, Opaque

_WIDEST = 1e-2
_WIDE_INTEGERS = (torch.int64, torch.uint64)


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
        if not (0 <= self.rtol <= _WIDEST and 0 <= self.atol <= _WIDEST and self.why):
            raise ValueError(f"a tolerance must be at most {_WIDEST:g} and have a reason; got {self}.")

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
        where: path inside the value, such as "[1]" or "losses[0]", or an empty text.
        rule: what must hold, and what came: "must have shape (3, 1); got (3,)."
        expected, got: the parts that differ.
    """

    kind: str
    where: str
    rule: str
    expected: Any
    got: Any

    @property
    def sentence(self) -> str:
        """The difference in the result of a call."""
        named = self.where and not self.where.startswith("[")
        return f"{self.where} {self.rule}" if named else self.told("the result")

    def told(self, what: str) -> str:
        """The difference in `what`, which reads like "the loss after one step" or begins with a function's name."""
        if not self.where:
            # Names of functions stay as they are written in code.
            subject = what[:1].upper() + what[1:] if what.startswith(("the ", "a ", "an ")) else what
            return f"{subject} {self.rule}"
        part = f"Part {self.where}" if self.where.startswith("[") else self.where
        return f"{part} of {what} {self.rule}"


def difference(
    expected: Any, got: Any, tolerance: Tolerance, where: str = "", parts: Sequence[str] = ()
) -> Difference | None:
    """The first difference, or None when `got` is what was expected.

    Args:
        expected, got: both sides; any values that cross the pipe.
        tolerance: how far numbers may be off.
        where: path of both inside a larger value.
        parts: names of the parts of a list or tuple, for sentences: ("w", "b", "losses").
    """
    if isinstance(expected, torch.Tensor):
        return _tensors(expected, got, tolerance, where)
    if isinstance(expected, np.ndarray):
        return _arrays(expected, got, tolerance, where)
    if isinstance(expected, list | tuple):
        return _sequences(expected, got, tolerance, where, parts)
    if isinstance(expected, dict):
        return _dicts(expected, got, tolerance, where)
    return _scalars(expected, got, tolerance, where)


def alike(value: Any, other: Any, tolerance: Tolerance) -> bool:
    """Whether neither of two values differs from the other; nan equals nan in the same place."""
    return difference(value, other, tolerance) is None and difference(other, value, tolerance) is None


def _wrong_kind(expected: Any, got: Any, where: str) -> Difference:
    return Difference("type", where, f"must be {describe(expected)}; got {describe(got)}.", expected, got)


def _sequences(
    expected: Sequence[Any], got: Any, tolerance: Tolerance, where: str, parts: Sequence[str]
) -> Difference | None:
    if not isinstance(got, list | tuple):
        return _wrong_kind(expected, got, where)
    named = len(parts) == len(expected)
    if len(expected) != len(got):
        names = f" ({', '.join(parts)})" if named and parts else ""
        rule = f"must have {len(expected)} {'part' if len(expected) == 1 else 'parts'}{names}; got {len(got)}."
        return Difference("length", where, rule, expected, got)
    for index, (wanted, part) in enumerate(zip(expected, got, strict=True)):
        path = parts[index] if named and not where else f"{where}[{index}]"
        mismatch = difference(wanted, part, tolerance, path)
        if mismatch:
            return mismatch
    return None


def _dicts(expected: dict[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, dict):
        return _wrong_kind(expected, got, where)
    if set(expected) != set(got):
        rule = f"must have the keys {keys(expected)}; got {keys(got)}."
        return Difference("length", where, rule, expected, got)
    for key, wanted in expected.items():
        mismatch = difference(wanted, got[key], tolerance, f"{where}[{key!r:.40}]")
        if mismatch:
            return mismatch
    return None


def _scalars(expected: Any, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    wanted, have = (side.item() if isinstance(side, np.generic) else side for side in (expected, got))
    if isinstance(wanted, torch.device | DeviceName):
        same = isinstance(have, torch.device | DeviceName) and _device_name(have) == _device_name(wanted)
        return None if same else _wrong_kind(expected, got, where)
    if isinstance(wanted, int | float | complex) and not isinstance(wanted, bool):
        number_came = isinstance(have, int | float | complex) and not isinstance(have, bool)
        if not number_came or (isinstance(wanted, int) and not isinstance(have, int)):
            return _wrong_kind(expected, got, where)
        return _numbers(wanted, have, tolerance, where)
    if type(have) is not type(wanted) or not isinstance(wanted, bool | str | bytes | Opaque | None):
        return _wrong_kind(expected, got, where)
    if have == wanted:
        return None
    if isinstance(wanted, Opaque):
        return _wrong_kind(expected, got, where)
    return Difference("value", where, f"must be {wanted!r:.80}; got {have!r:.80}.", expected, got)


def _device_name(device: torch.device | DeviceName) -> str:
    return device.name if isinstance(device, DeviceName) else str(device)


def _numbers(expected: complex, got: complex, tolerance: Tolerance, where: str) -> Difference | None:
    if isinstance(got, complex) and not isinstance(expected, complex):
        return _wrong_kind(expected, got, where)
    want, have = _in_range(expected), _in_range(got)
    if math.isfinite(abs(want)) and not math.isfinite(abs(have)):
        return Difference("finite", where, f"must be finite, {want:.6g}; got {have}.", expected, got)
    if expected == got or (expected != expected and got != got):
        return None
    allowed = tolerance.atol + tolerance.rtol * abs(want)
    if math.isfinite(allowed) and abs(have - want) <= allowed and (want != have or tolerance.rtol > 0):
        return None
    shown = [str(side) if isinstance(side, int) else f"{side:.6g}" for side in (expected, got)]
    rule = f"must be {shown[0]:.80}; got {shown[1]:.80}{apart(shown, abs(have - want))}."
    return Difference("value", where, rule, expected, got)


def _in_range(value: complex) -> float | complex:
    """The number as a float or complex; an int beyond float64's range is infinite."""
    if isinstance(value, complex):
        return value if math.isfinite(value.real) and math.isfinite(value.imag) else complex(math.inf, 0.0)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _arrays(expected: np.ndarray[Any, Any], got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, np.ndarray):
        return _wrong_kind(expected, got, where)
    if expected.dtype.name != got.dtype.name:
        rule = f"must have dtype {expected.dtype.name}; got {got.dtype.name}."
        return Difference("dtype", where, rule, expected, got)
    if expected.dtype.name not in ARRAY_DTYPES:
        return _wrong_kind(expected, got, where)
    native = expected.dtype.newbyteorder("=")
    want, have = (torch.from_numpy(np.array(side, native, order="C")) for side in (expected, got))
    return _tensors(want, have, tolerance, where)


def _tensors(expected: torch.Tensor, got: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if not isinstance(got, torch.Tensor):
        return _wrong_kind(expected, got, where)
    if expected.shape != got.shape:
        rule = f"must have shape {tuple(expected.shape)}; got {tuple(got.shape)}."
        return Difference("shape", where, rule, expected, got)
    if expected.dtype != got.dtype:
        rule = f"must have dtype {dtype_name(expected)}; got {dtype_name(got)}."
        return Difference("dtype", where, rule, expected, got)
    return tensor_values(expected, got, tolerance, where)


def tensor_values(
    expected: torch.Tensor, got: torch.Tensor, tolerance: Tolerance, where: str = ""
) -> Difference | None:
    """The first difference of two tensors of one shape, by finiteness and value."""
    wide = torch.complex128 if expected.dtype.is_complex else torch.float64
    want, have = expected.detach().to(wide), got.detach().to(wide)
    same = (want == have) | (want.isnan() & have.isnan())
    if expected.dtype in _WIDE_INTEGERS:
        # float64 holds whole numbers up to 2**53 only.
        same &= expected.view(torch.int64) == got.view(torch.int64)
    lost = want.isfinite() & ~have.isfinite()
    if bool(lost.any()):
        at = tuple(lost.nonzero()[0].tolist())
        position = f" at {list(at)}" if at else ""
        rule = f"must be finite; got {have[at].item()}{position}, where {want[at].item():.6g} is expected."
        return Difference("finite", where, rule, expected, got)
    error = torch.where(same, 0.0, (want - have).abs().double())
    if expected.dtype in _WIDE_INTEGERS:
        error = error.clamp(min=1).where(~same, 0.0)
    allowed = tolerance.atol + tolerance.rtol * want.abs().double()
    wrong = ~(same | (want.isfinite() & (error <= allowed)))
    if not bool(wrong.any()):
        return None
    worst = (
        error.nan_to_num(nan=math.inf, posinf=math.inf).where(wrong, torch.tensor(-1.0, dtype=torch.float64)).argmax()
    )
    at = tuple(int(i) for i in np.unravel_index(int(worst), tuple(want.shape)))
    position = f" at {list(at)}" if want.dim() else ""
    count = f" {int(wrong.sum())} of {wrong.numel()} values are off." if wrong.numel() > 1 else ""
    shown = number(expected[at]), number(got[at])
    rule = f"must be {shown[0]}{position}; got {shown[1]}{apart(shown, float(error[at]))}.{count}"
    return Difference("value", where, rule, expected, got)
