"""Which entries of one answer are wrong, told by what they have in common: the sign or size of the input, or their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

_CLOSE = 1e-4
# Fewer entries on one side could be luck.
_FEWEST = 3


def told(expected: Any, got: Any, inputs: Sequence[Any], names: Sequence[str]) -> str | None:
    """One sentence that divides the entries into right and wrong ones, or None where nothing simple does.

    Args:
        expected, got: both sides.
        inputs: the call's arguments.
        names: what the learner calls them.
    """
    want, have = _numbers(expected), _numbers(got)
    if want is None or have is None or want.shape != have.shape:
        return None
    scale = want.abs().max().clamp(min=1e-12) if want.numel() else torch.tensor(1.0)
    wrong = ~((want - have).abs() <= _CLOSE * scale)
    if min(int(wrong.sum()), int((~wrong).sum())) < _FEWEST:
        return None
    for mask, text in (*_by_input(want, inputs, names), *_by_answer(want), *_by_place(want)):
        if bool((mask == wrong).all()):
            return f"Here exactly the entries {text} are wrong, the others are right."
        if bool((mask == ~wrong).all()):
            return f"Here exactly the entries {text} are right, the others are wrong."
    return None


def _numbers(value: Any) -> torch.Tensor | None:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        value = torch.from_numpy(value.astype(np.float64))
    if isinstance(value, torch.Tensor) and not value.is_complex() and bool(value.double().isfinite().all()):
        return value.detach().double()
    return None


def _by_input(want: torch.Tensor, inputs: Sequence[Any], names: Sequence[str]) -> Iterator[tuple[torch.Tensor, str]]:
    for index, value in enumerate(inputs):
        given = _numbers(value)
        if given is None or given.shape != want.shape or index >= len(names):
            continue
        name = names[index]
        yield given > 0, f"with {name} > 0"
        yield given >= 0, f"with {name} >= 0"
        yield given < 0, f"with {name} < 0"
        yield given == 0, f"with {name} = 0"


def _by_answer(want: torch.Tensor) -> Iterator[tuple[torch.Tensor, str]]:
    yield want > 0, "whose right value is above 0"
    yield want < 0, "whose right value is below 0"
    yield want == 0, "whose right value is 0"


def _by_place(want: torch.Tensor) -> Iterator[tuple[torch.Tensor, str]]:
    if want.dim() == 2:
        rows, columns = (torch.arange(size) for size in want.shape)
        empty = torch.zeros(want.shape, dtype=torch.bool)
        for where, word in ((0, "first"), (len(rows) - 1, "last")):
            yield empty | (rows == where)[:, None], f"of the {word} row"
        for where, word in ((0, "first"), (len(columns) - 1, "last")):
            yield empty | (columns == where)[None, :], f"of the {word} column"
        if want.shape[0] == want.shape[1]:
            yield rows[:, None] == columns[None, :], "on the diagonal"
            yield rows[:, None] > columns[None, :], "below the diagonal"
            yield rows[:, None] < columns[None, :], "above the diagonal"
