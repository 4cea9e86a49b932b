"""Another kind of object than the one asked for, and parts that have changed places: said before any word about numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from grader.diagnosis.sameness import same_value


def wrong_kind(expected: Any, got: Any) -> str | None:
    """A tensor where a number is asked, a number where a tensor is asked, NumPy where torch is asked; or None."""
    if _is_number(expected) and isinstance(got, torch.Tensor | np.ndarray):
        return _number_asked(expected, got)
    if isinstance(expected, torch.Tensor) and _is_number(got) and expected.dim() == 0:
        kind = type(got).__name__
        return f"A Python {kind} stands where a tensor is asked: leave .item(), {kind}() and the math module out."
    if isinstance(expected, torch.Tensor) and isinstance(got, np.ndarray | np.generic):
        return "NumPy stands where a tensor is asked: stay in torch from the first line to the last, without .numpy()."
    if isinstance(expected, np.ndarray) and isinstance(got, torch.Tensor):
        return "A tensor stands where a NumPy array is asked: .numpy() at the end makes one."
    return None


def wrong_dtype(expected: Any, got: Any) -> str | None:
    """Right numbers in a wrong dtype, both sides being tensors or both arrays; or None."""
    both = [all(isinstance(side, kind) for side in (expected, got)) for kind in (torch.Tensor, np.ndarray)]
    if not any(both) or expected.shape != got.shape or expected.dtype == got.dtype:
        return None
    names = [str(side.dtype).removeprefix("torch.") for side in (expected, got)]
    if not same_value(_floats(expected), _floats(got)):
        return None
    reason = " NumPy and Python floats make float64: convert once, at the start." if names[1] == "float64" else ""
    return f"The numbers are right, the dtype is not: {names[1]} instead of {names[0]}.{reason}"


def misplaced(expected: Any, got: Any, whole: Any) -> str | None:
    """What is expected here stands elsewhere among the parts of the whole answer; or None.

    Args:
        expected, got: the part that differs, both sides; `got` is the very object inside `whole`.
        whole: the answer.
    """
    if not isinstance(whole, list | tuple) or len(whole) < 2 or not _is_telling(expected):
        return None
    places = [index for index, part in enumerate(whole) if part is got]
    others = [index for index, part in enumerate(whole) if part is not got and same_value(expected, part)]
    if len(places) != 1 or len(others) != 1:
        return None
    return f"What should be part {places[0] + 1} came as part {others[0] + 1}: the parts have changed places."


def _number_asked(expected: float, got: torch.Tensor | np.ndarray[Any, Any]) -> str | None:
    kind = "tensor" if isinstance(got, torch.Tensor) else "NumPy array"
    size = got.numel() if isinstance(got, torch.Tensor) else got.size
    if size != 1:
        return None
    return f"A {kind} stands where a Python {type(expected).__name__} is asked: take the number out of it with .item()."


def _floats(value: Any) -> Any:
    plain = value.detach() if isinstance(value, torch.Tensor) else torch.from_numpy(value.copy())
    return plain.to(torch.complex128 if plain.is_complex() else torch.float64)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_telling(value: Any) -> bool:
    """Whether a match of this value is no luck."""
    if isinstance(value, torch.Tensor):
        return value.numel() > 1 and len(set(value.detach().reshape(-1)[:50].tolist())) > 1
    return isinstance(value, float) and value not in (0.0, 1.0)
