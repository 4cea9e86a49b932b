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

_CLOSE = 1e-4
_Recogniser = Callable[[torch.Tensor, torch.Tensor, Sequence[Any]], str | None]
# Beyond e**80 a float32 is near its end.
_LARGE = 80
_FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "exp": torch.exp, "log": torch.log,
    "square": torch.square, "square root": torch.sqrt,
}  # fmt: skip


def explain(expected: Any, got: Any, inputs: Sequence[Any], subject: str = "the result") -> str | None:
    """One sentence about the kind of mistake, or None.

    Args:
        expected, got: both sides, of which at least `expected` is a tensor, an array or a number.
        inputs: the call's arguments.
        subject: what the two sides are, such as "the gradient".
    """
    want, have = _as_tensor(expected), _as_tensor(got)
    if want is None or have is None or want.dtype.is_complex or have.dtype.is_complex:
        return None
    for recognise in _VALUE if want.shape == have.shape else _SHAPE:
        sentence = recognise(want.double(), have.double(), inputs)
        if sentence:
            return sentence.replace("{subject}", subject)
    return None


def _as_tensor(value: Any) -> torch.Tensor | None:
    """Numbers, arrays and tensors as a detached tensor; None for anything else."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value.copy())
    if isinstance(value, int | float) and not isinstance(value, bool):
        fits = isinstance(value, float) or abs(value) < 1 << 1000
        return torch.tensor(float(value) if fits else float("inf"), dtype=torch.float64)
    return None


def _agree(tensor: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors of one shape hold the same numbers within `_CLOSE`."""
    if tensor.shape != other.shape or not bool(tensor.isfinite().all()):
        return False
    scale = tensor.abs().max().clamp(min=1e-12) if tensor.numel() else torch.tensor(1.0)
    return bool(((tensor - other).abs() <= _CLOSE * scale).all())


def _distinct(tensor: torch.Tensor) -> int:
    """How many different numbers there are, of the first thousand."""
    return len(set(tensor.reshape(-1)[:1000].tolist()))


def _broadcast_square(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """(n, 1) combined with (n,) gives (n, n)."""
    n = max(want.shape, default=0)
    if n > 1 and tuple(have.shape) == (n, n) and want.numel() == n:
        return (
            f"Shapes ({n}, 1) and ({n},) were combined, which broadcasts to ({n}, {n}): give both sides the same shape."
        )
    return None


def _axes_swapped(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """A permutation of the axes of the right answer."""
    if want.dim() != have.dim() or not 2 <= want.dim() <= 4:
        return None
    for order in itertools.permutations(range(want.dim())):
        if list(order) != sorted(order) and _agree(want.permute(order), have):
            return "{subject} has the right numbers with its axes swapped: look at transpose and permute."
    return None


def _other_shape(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Right numbers in their order, in another shape: most often an axis of size 1 too many or too few."""
    if not _agree(want.reshape(-1), have.reshape(-1)):
        return None
    shapes = f"{tuple(have.shape)} instead of {tuple(want.shape)}"
    same_axes = list(want.squeeze().shape) == list(have.squeeze().shape)
    step = "Look at reshape, view and flatten."
    if same_axes and have.dim() > want.dim():
        step = "An axis of size 1 is too many: leave keepdim=True out, index it, or squeeze it."
    if same_axes and have.dim() < want.dim():
        step = "An axis of size 1 is missing: keepdim=True keeps it, unsqueeze puts it back."
    return f"The numbers are right, the shape is not: {shapes}. {step}"


def _not_reduced(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """One number for each sample where one number is asked for."""
    if want.dim() == 0 and have.dim() > 0 and have.numel() > 1:
        if _agree(want, have.mean()):
            return "There is one number for each entry: take the mean at the end."
        if _agree(want, have.sum()):
            return "There is one number for each entry: take the sum at the end."
    return None


def _wrong_axis(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Reduced over the other axis of a non-square matrix."""
    for value in inputs:
        if isinstance(value, torch.Tensor) and value.dim() == 2 and value.shape[0] != value.shape[1]:
            rows, columns = value.shape
            if want.dim() == have.dim() == 1 and len(want) == rows and len(have) == columns:
                return "It worked down the columns: the answer has one number for each row, so reduce over dim 1."
            if want.dim() == have.dim() == 1 and len(want) == columns and len(have) == rows:
                return "It worked along the rows: the answer has one number for each column, so reduce over dim 0."
    return None


def _not_finite(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """NaN or infinity: its first place and its likely cause."""
    lost = want.isfinite() & ~have.isfinite()
    if not bool(lost.any()):
        return None
    index = lost.nonzero()[0].tolist()
    at = f" (first at {index})" if index else ""
    floats = [value.detach() for value in inputs if _is_float(value)]
    if any(float(value.abs().max()) > _LARGE for value in floats):
        return (
            f"For inputs this large exp overflows, or a probability is rounded to 0 and its logarithm is infinite{at}: "
            "use a form that does neither, such as one that subtracts the maximum first."
        )
    if any(bool(((value == 0) | (value == 1)).any()) for value in floats):
        return f"A logarithm of 0 or a division by 0{at}: keep the argument away from 0 before you use it."
    if bool(have[lost].isnan().any()):
        return f"NaN{at} comes from 0/0, inf - inf or 0 * inf: find the step that makes it."
    return f"A number grew without bound{at}: find the step that divides by 0 or overflows."


def _is_float(value: Any) -> bool:
    """Whether the value is a floating tensor with entries."""
    return isinstance(value, torch.Tensor) and value.is_floating_point() and value.numel() > 0


def _all_zero(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """Nothing but zeros where most numbers are none."""
    if have.numel() > 1 and not bool(have.any()) and float((want != 0).double().mean()) > 0.5:
        return "{subject} is zero everywhere."
    return None


def _constant_ratio(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right answer times a constant."""
    if want.numel() == 0 or not bool(want.isfinite().all() and have.isfinite().all()):
        return None
    power = float((want * want).sum())
    ratio = float((want * have).sum()) / power if power > 0 else 0.0
    if abs(ratio - 1) < 1e-3 or abs(ratio) < 1e-6 or not _agree(want * ratio, have):
        return None
    if abs(ratio + 1) < _CLOSE:
        return "{subject} has the opposite sign: a minus is missing or one too many."
    if _distinct(want) < 2:
        return None
    return f"{{subject}} is exactly {ratio:.4g} times the right one{_ratio_meaning(ratio, inputs)}."


def _ratio_meaning(ratio: float, inputs: Sequence[Any]) -> str:
    """The number of samples or of features, when the ratio is that or its inverse and nothing else; or an empty text."""
    sizes = [value.shape for value in inputs if isinstance(value, torch.Tensor) and value.dim() >= 1]
    names = (
        [(sizes[0][0], "the number of samples n: a sum stands where a mean should, or the reverse")] if sizes else []
    )
    if sizes and len(sizes[0]) > 1:
        names.append((sizes[0][1], "the number of features d"))
    fitting = [text for size, text in names if size > 2 and min(abs(ratio / size - 1), abs(ratio * size - 1)) < 1e-3]
    return f" ({fitting[0]})" if len(fitting) == 1 else ""


def _transposed_square(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """A square matrix transposed."""
    if want.dim() == 2 and want.shape[0] == want.shape[1] and _agree(want.T, have) and not _agree(want, have):
        return "{subject} is transposed: rows and columns are swapped."
    return None


def _one_function_off(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """A well-known function of the right answer, or an answer whose well-known function is right."""
    if min(_distinct(want), _distinct(have)) < 3 or _agree(want, have) or bool((want == want.round()).all()):
        return None
    softmaxes = {f"softmax over dim {dim}": (lambda x, dim=dim: x.softmax(dim)) for dim in range(want.dim())}
    for name, function in (*_FUNCTIONS.items(), *softmaxes.items()):
        if _agree(function(want), have):
            return f"One function too many: {{subject}} is the {name} of the right one."
        if _agree(want, function(have)):
            return f"One function too few: the {name} of {{subject}} is the right one."
    return None


def _constant_offset(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right answer plus a constant."""
    if want.numel() < 2:
        return None
    shift = float((have - want).mean())
    if abs(shift) > 1e-3 and _agree(want + shift, have) and _distinct(want) > 1:
        return f"{{subject}} is off by the constant {shift:.4g} everywhere."
    return None


def _unchanged_input(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """An input came back as it was."""
    for value in inputs:
        alike = isinstance(value, torch.Tensor) and value.is_floating_point() and value.shape == have.shape
        if alike and value.numel() > 1 and _agree(value.detach().double(), have):
            return "{subject} is one of the inputs, as it came in."
    return None


def _reordered(want: torch.Tensor, have: torch.Tensor, inputs: Sequence[Any]) -> str | None:
    """The right numbers in another order."""
    if want.numel() != have.numel() or not _distinct(want) >= 3 or _agree(want.reshape(-1), have.reshape(-1)):
        return None
    if want.shape == have.shape and 2 < len(want) < 200:
        if _agree(want.roll(1, 0), have) or _agree(want.roll(-1, 0), have):
            return "{subject} is shifted by one place."
        if _agree(want.flip(0), have):
            return "{subject} is in reverse order."
    if _distinct(want) >= 4 and _agree(want.reshape(-1).sort().values, have.reshape(-1).sort().values):
        return "{subject} holds the right numbers in another order: look at reshape, view, permute and sort."
    return None


_SHAPE: tuple[_Recogniser, ...] = (
    _broadcast_square, _axes_swapped, _other_shape, _not_reduced, _wrong_axis, _reordered,
)  # fmt: skip
_VALUE: tuple[_Recogniser, ...] = (
    _not_finite, _all_zero, _constant_ratio, _transposed_square, _axes_swapped, _constant_offset, _reordered, _unchanged_input,
    _one_function_off,
)  # fmt: skip
