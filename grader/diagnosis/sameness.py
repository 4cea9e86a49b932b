"""Whether two runs of a check went alike: reply by reply, on values. Nothing that a worker may send makes it raise."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from grader.diagnosis.known import Misconception
from grader.kit.check_run import CheckRun
from grader.sandbox.contract.observed import Observed
from grader.sandbox.contract.wire import DeviceName, Opaque
from grader.session.exchange import Failure, Reply

# The same mistake, written differently, gives numbers that are this close.
_RTOL, _ATOL = 1e-4, 1e-6
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_COUNTED = ("backward_passes", "custom_functions", "optimizer_steps")


def same_run(mine: CheckRun, theirs: CheckRun, misconception: Misconception) -> bool:
    """Whether the submission's run went like the one in which `misconception` stood for its function."""
    pairs = list(zip(mine.transcript.entries, theirs.transcript.entries, strict=False))
    if mine.status is not theirs.status or len(mine.transcript.entries) != len(theirs.transcript.entries):
        return False
    # A check that says the very same of both has not minded another dtype: a sum of int32 by hand stays int32.
    any_dtype = str(mine.stopped) == str(theirs.stopped)
    return all(same_reply(one, other, misconception, any_dtype) for (_, _, one), (_, _, other) in pairs)


def same_reply(mine: Reply, theirs: Reply, misconception: Misconception, any_dtype: bool = False) -> bool:
    """Whether two replies say the same: status, exception, values, gradients, devices, and what ran."""
    if mine.status is not theirs.status or bool(mine.failure) != bool(theirs.failure):
        return False
    if mine.failure and theirs.failure:
        return _same_failure(mine.failure, theirs.failure, misconception)
    devices = [[facts.device for facts in reply.facts] for reply in (mine, theirs)]
    if devices[0] != devices[1]:
        return False
    parts = ((mine.value, theirs.value), (mine.gradients, theirs.gradients), (mine.after, theirs.after))
    return all(same_value(one, other, any_dtype) for one, other in parts) and _ran_alike(mine.observed, theirs.observed)


def same_value(one: Any, other: Any, any_dtype: bool = False) -> bool:
    """Whether two plain values are of one kind and hold the same numbers; nan equals nan in the same place."""
    if isinstance(one, torch.Tensor) or isinstance(other, torch.Tensor):
        both = isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor)
        return both and (any_dtype or one.dtype == other.dtype) and _same_tensor(one, other)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        both = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        return both and one.dtype == other.dtype and one.shape == other.shape and _same_array(one, other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same_value(*parts, any_dtype) for parts in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            same_value(value, other[key], any_dtype) for key, value in one.items()
        )
    return _same_scalar(_plain(one), _plain(other))


def _same_tensor(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.shape != other.shape:
        return False
    if one.dtype == other.dtype and not (one.is_floating_point() or one.is_complex()):
        # Not every integer dtype of torch can be compared in place: NumPy's can.
        return bool(np.array_equal(one.detach().numpy(), other.detach().numpy()))
    wide = torch.complex128 if one.is_complex() or other.is_complex() else torch.float64
    first, second = one.detach().to(wide), other.detach().to(wide)
    return torch.allclose(first, second, _RTOL, _ATOL, equal_nan=True)


def _same_array(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if one.dtype.kind not in "fc":
        return bool(np.array_equal(one, other))
    with np.errstate(all="ignore"):
        return bool(np.allclose(one, other, _RTOL, _ATOL, equal_nan=True))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _same_scalar(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=_RTOL, abs_tol=_ATOL)
    if isinstance(one, complex):
        return _same_scalar(one.real, other.real) and _same_scalar(one.imag, other.imag)
    return one is None or (isinstance(one, bool | int | str | bytes | DeviceName | Opaque) and bool(one == other))


def _same_failure(mine: Failure, theirs: Failure, misconception: Misconception) -> bool:
    """Whether two exceptions are of one type, at one place, with one text; a text that the code itself gives may differ."""
    if mine.type != theirs.type or _place(mine, misconception) != _place(theirs, misconception):
        return False
    if _is_its_own(mine) and _is_its_own(theirs):
        return True
    return _masked(mine, misconception) == _masked(theirs, misconception)


def _is_its_own(failure: Failure) -> bool:
    """Whether the code itself raised it, so that its text is the author's."""
    return bool(failure.frames) and failure.frames[-1][2].startswith(("raise", "assert"))


def _place(failure: Failure, misconception: Misconception) -> str:
    """The function that is replaced, with all its helpers; or the learner's function (of a class: its method) that was called."""
    names = [name for _, name, _ in failure.frames]
    inside = misconception.name in names or misconception.replaces in names
    return misconception.replaces if inside else names[0] if names else ""


def _masked(failure: Failure, misconception: Misconception) -> str:
    return _NUMBER.sub("#", failure.text.replace(misconception.name, misconception.replaces))


def _ran_alike(one: Observed | None, other: Observed | None) -> bool:
    """Whether both or neither used autograd, custom functions, optimizers."""
    if one is None or other is None:
        return one is other
    return all(bool(getattr(one, name)) == bool(getattr(other, name)) for name in _COUNTED)
