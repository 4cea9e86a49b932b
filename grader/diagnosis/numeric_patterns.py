"""Diagnoses that need no entry: what a wrong number is to the right one, whatever the function.

Each recogniser takes both sides and the call's inputs and returns one sentence or None; the first that is sure speaks.
A match is demanded on every number and on at least two different ones, so that it is never luck.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

CLOSE = 1e-4
Recogniser = Callable[[torch.Tensor, torch.Tensor, Sequence[Any]], str | None]


def explain(expected: Any, got: Any, inputs: Sequence[Any], subject: str = "the result") -> str | None:
    """One sentence about the kind of mistake, or None.

    Args:
        expected, got: both sides, of which at least `expected` is a tensor, an array or a number.
        inputs: the call's arguments.
        subject: what the two sides are, such as "the gradient".
    """
    want, have = as_tensor(expected), as_tensor(got)
    if want is None or have is None or want.dtype.is_complex or have.dtype.is_complex:
        return None
    recognisers = VALUE if want.shape == have.shape else SHAPE
    if want.shape == have.shape and want.dtype != have.dtype and values_agree(want, have):
        return dtype_advice(want, have)
    for recognise in recognisers:
        sentence = recognise(want.double(), have.double(), inputs)
        if sentence:
            return sentence.format(subject=subject)
    return None


def as_tensor(value: Any) -> torch.Tensor | None:
    """Numbers, arrays and tensors as a detached tensor; None for anything else."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value.copy())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return torch.tensor(float(value), dtype=torch.float64)
    return None


def values_agree(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors of one shape hold the same numbers within `CLOSE`."""
    one, other = one.double(), other.double()
    scale = one.abs().max().clamp(min=1e-12) if one.numel() else torch.tensor(1.0)
    return one.shape == other.shape and bool(((one - other).abs() <= CLOSE * scale).all())


def dtype_advice(want: torch.Tensor, have: torch.Tensor) -> str:
    """Right numbers in a wrong dtype."""
    names = [str(side.dtype).removeprefix("torch.") for side in (want, have)]
    reason = " NumPy and Python floats make float64: convert once, at the start." if names[1] == "float64" else ""
    return f"The numbers are right, the dtype is not: {names[1]} instead of {names[0]}.{reason}"


def broadcast_square(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """(n, 1) combined with (n,) gives (n, n)."""
    n = max(want.shape, default=0)
    if n > 1 and tuple(have.shape) == (n, n) and want.numel() == n:
        return (
            f"Shapes ({n}, 1) and ({n},) were combined, which broadcasts to ({n}, {n}): give both sides the same shape."
        )
    return None


def axes_swapped(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """A permutation of the axes of the right answer."""
    if want.dim() != have.dim() or not 2 <= want.dim() <= 4:
        return None
    for order in itertools.permutations(range(want.dim())):
        if list(order) != sorted(order) and values_agree(want.permute(order), have):
            return "{subject} has the right numbers with its axes swapped: look at transpose and permute."
    return None


def extra_axis(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Right numbers with an axis of size 1 too many or too few."""
    same_axes = list(want.squeeze().shape) == list(have.squeeze().shape)
    if not same_axes or not values_agree(want.reshape(-1), have.reshape(-1)):
        return None
    shapes = f"{tuple(have.shape)} instead of {tuple(want.shape)}"
    return f"The numbers are right, the shape is not: {shapes}. Look at keepdim, squeeze, unsqueeze and reshape."


def not_reduced(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """One number for each sample where one number is asked for."""
    if want.dim() == 0 and have.dim() > 0 and have.numel() > 1:
        if values_agree(want, have.mean()):
            return "There is one number for each entry: take the mean at the end."
        if values_agree(want, have.sum()):
            return "There is one number for each entry: take the sum at the end."
    return None


def wrong_axis(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Reduced over the other axis of a non-square matrix."""
    for value in inputs:
        if isinstance(value, torch.Tensor) and value.dim() == 2 and value.shape[0] != value.shape[1]:
            rows, columns = value.shape
            if want.dim() == have.dim() == 1 and len(want) == rows and len(have) == columns:
                return "It worked down the columns: the answer has one number for each row, so reduce over dim 1."
            if want.dim() == have.dim() == 1 and len(want) == columns and len(have) == rows:
                return "It worked along the rows: the answer has one number for each column, so reduce over dim 0."
    return None


def not_finite(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """NaN or infinity: its first place and its likely cause."""
    lost = want.isfinite() & ~have.isfinite()
    if not bool(lost.any()):
        return None
    at = lost.nonzero()[0].tolist()
    largest = max((float(v.abs().max()) for v in inputs if is_float(v)), default=0.0)
    if largest > 80:
        return (
            f"exp overflows for large inputs (first at {at}): subtract the maximum, or use a form that cannot overflow."
        )
    smallest = min((float(v.abs().min()) for v in inputs if is_float(v)), default=1.0)
    if smallest == 0.0 or bool((have == -torch.inf).any()) or bool((have == torch.inf).any()):
        return f"A logarithm of 0 or a division by 0 (first at {at}): keep the argument away from 0 before you use it."
    return f"NaN (first at {at}) comes from 0/0, inf - inf or 0 * inf: find the step that makes the infinity."


def is_float(value: Any) -> bool:
    """Whether the value is a floating tensor with entries."""
    return isinstance(value, torch.Tensor) and value.is_floating_point() and value.numel() > 0


def transposed_square(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """A square matrix transposed."""
    if want.dim() == 2 and values_agree(want.T, have) and not values_agree(want, have):
        return "It is transposed: rows and columns are swapped."
    return None


def constant_ratio(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right answer times a constant."""
    if want.numel() == 0 or not bool(want.isfinite().all() and have.isfinite().all()):
        return None
    power = float((want * want).sum())
    ratio = float((want * have).sum()) / power if power > 0 else 0.0
    if abs(ratio - 1) < 1e-3 or abs(ratio) < 1e-6 or not values_agree(want * ratio, have):
        return None
    if want.numel() == 1 and abs(ratio + 1) > CLOSE:
        return None
    if abs(ratio + 1) < CLOSE:
        return "{subject} has the opposite sign: a minus is missing or one too many."
    meaning = ratio_meaning(ratio, inputs)
    return f"{{subject}} is exactly {ratio:.4g} times the right one{meaning}."


def ratio_meaning(ratio: float, inputs: Sequence[Any]) -> str:
    """What a ratio is likely to be: 2, a number of samples or features, or their inverse."""
    sizes = [v for v in inputs if isinstance(v, torch.Tensor) and v.dim() >= 1]
    names: list[tuple[float, str]] = [(2.0, "a factor 2, such as the 2 of a square's derivative")]
    if sizes:
        names.insert(
            0, (float(sizes[0].shape[0]), "the number of samples n: a sum stands where a mean should, or the reverse")
        )
        if sizes[0].dim() > 1:
            names.append((float(sizes[0].shape[1]), "the number of features d"))
    for size, meaning in names:
        if size > 1 and (abs(ratio - size) < 1e-3 * size or abs(ratio * size - 1) < 1e-3):
            return f" ({meaning})"
    return ""


def constant_offset(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right answer plus a constant."""
    if want.numel() < 2:
        return None
    shift = float((have - want).mean())
    if abs(shift) > 1e-3 and values_agree(want + shift, have) and bool((want != want.reshape(-1)[0]).any()):
        return f"{{subject}} is off by the constant {shift:.4g} everywhere."
    return None


def unchanged_input(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """An input came back as it was."""
    for value in inputs:
        alike = isinstance(value, torch.Tensor) and value.is_floating_point() and value.shape == have.shape
        if alike and value.numel() > 1 and values_agree(value.detach(), have):
            return "{subject} is one of the inputs, as it came in."
    return None


def all_zero(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Nothing but zeros."""
    if have.numel() > 1 and not bool(have.any()) and bool(want.any()):
        return "{subject} is zero everywhere."
    return None


def shuffled(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right rows in another order."""
    if want.dim() < 1 or not 2 < len(want) < 200 or len(set(want.reshape(-1).tolist())) < 3:
        return None
    if values_agree(want.roll(1, 0), have) or values_agree(want.roll(-1, 0), have):
        return "{subject} is shifted by one place."
    if values_agree(want.flip(0), have):
        return "{subject} is in reverse order."
    return None


SHAPE: tuple[Recogniser, ...] = (broadcast_square, axes_swapped, extra_axis, not_reduced, wrong_axis)
VALUE: tuple[Recogniser, ...] = (
    not_finite, all_zero, constant_ratio, transposed_square, axes_swapped, constant_offset, shuffled, unchanged_input,
)  # fmt: skip
