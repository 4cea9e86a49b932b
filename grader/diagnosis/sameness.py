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
    return all(same_reply(reply, other, misconception, any_dtype) for (_, _, reply), (_, _, other) in pairs)


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
    return all(same_value(value, other, any_dtype) for value, other in parts) and _ran_alike(
        mine.observed, theirs.observed
    )


def same_value(value: Any, other: Any, any_dtype: bool = False) -> bool:
    """Whether two plain values are of one kind and hold the same numbers; nan equals nan in the same place."""
    if isinstance(value, torch.Tensor) or isinstance(other, torch.Tensor):
        both = isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor)
        return both and (any_dtype or value.dtype == other.dtype) and _same_tensor(value, other)
    if isinstance(value, np.ndarray) or isinstance(other, np.ndarray):
        both = isinstance(value, np.ndarray) and isinstance(other, np.ndarray)
        return both and value.dtype == other.dtype and value.shape == other.shape and _same_array(value, other)
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        return len(value) == len(other) and all(
            same_value(*parts, any_dtype) for parts in zip(value, other, strict=True)
        )
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(
            same_value(part, other[key], any_dtype) for key, part in value.items()
        )
    return _same_scalar(_plain(value), _plain(other))


def _same_tensor(tensor: torch.Tensor, other: torch.Tensor) -> bool:
    if tensor.shape != other.shape:
        return False
    if tensor.dtype == other.dtype and not (tensor.is_floating_point() or tensor.is_complex()):
        # Not every integer dtype of torch can be compared in place: NumPy's can.
        return bool(np.array_equal(tensor.detach().numpy(), other.detach().numpy()))
    wide = torch.complex128 if tensor.is_complex() or other.is_complex() else torch.float64
    first, second = tensor.detach().to(wide), other.detach().to(wide)
    return torch.allclose(first, second, _RTOL, _ATOL, equal_nan=True)


def _same_array(array: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if array.dtype.kind not in "fc":
        return bool(np.array_equal(array, other))
    with np.errstate(all="ignore"):
        return bool(np.allclose(array, other, _RTOL, _ATOL, equal_nan=True))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _same_scalar(value: Any, other: Any) -> bool:
    if type(value) is not type(other):
        return False
    if isinstance(value, float):
        return (math.isnan(value) and math.isnan(other)) or math.isclose(value, other, rel_tol=_RTOL, abs_tol=_ATOL)
    if isinstance(value, complex):
        return _same_scalar(value.real, other.real) and _same_scalar(value.imag, other.imag)
    return value is None or (isinstance(value, bool | int | str | bytes | DeviceName | Opaque) and bool(value == other))


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


def _ran_alike(observed: Observed | None, other: Observed | None) -> bool:
    """Whether both or neither used autograd, custom functions, optimizers."""
    if observed is None or other is None:
        return observed is other
    return all(bool(getattr(observed, name)) == bool(getattr(other, name)) for name in _COUNTED)
