"""Values in a few words, for sentences: their kind, their keys, one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from grader.sandbox.contract.wire import DeviceName, Opaque

# What the class of a class is called says nothing to a learner.
_CLASSES = ("type", "_TensorMeta", "ABCMeta", "EnumType", "EnumMeta")
_SHOWN_KEYS = 8


def describe(value: Any) -> str:
    """A value's kind in a few words: "a float32 tensor of shape (3, 1)"."""
    if isinstance(value, torch.Tensor):
        return _with_article(f"{dtype_name(value)} tensor of shape {tuple(value.shape)}")
    if isinstance(value, np.ndarray):
        return _with_article(f"{value.dtype.name} array of shape {value.shape}")
    if isinstance(value, np.generic):
        return f"{value.item()!r:.60} (numpy.{value.dtype.name})"
    if isinstance(value, Opaque):
        return other_object(value)
    if isinstance(value, DeviceName | torch.device):
        return f"the device {getattr(value, 'name', str(value)):.60}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return "a dict"
    if isinstance(value, float):
        return f"{value:.6g} (float)"
    return "None" if value is None else f"{value!r:.60} ({type(value).__name__})"


def other_object(value: Opaque) -> str:
    """What came in place of an object that has no place in the answer: "an OrderedDict", "a class"."""
    what = "class" if value.what in _CLASSES else value.what[:200]
    return what if " " in what else _with_article(what)


def _with_article(noun: str) -> str:
    """ "an int64 tensor", "a uint8 tensor"."""
    return f"an {noun}" if noun[:1].lower() in "aeio" else f"a {noun}"


def dtype_name(tensor: torch.Tensor) -> str:
    """ "float32" for torch.float32."""
    return str(tensor.dtype).removeprefix("torch.")


def keys(value: dict[Any, Any]) -> str:
    """The keys of a dict, the first few of them, each cut."""
    shown = sorted(f"{key!r:.40}" for key in value)
    more = f", ... {len(shown)} in all" if len(shown) > _SHOWN_KEYS else ""
    return f"[{', '.join(shown[:_SHOWN_KEYS])}{more}]"


def number(value: torch.Tensor) -> str:
    """A 0-d tensor as short text."""
    plain = value.item()
    return f"{plain:.6g}" if isinstance(plain, complex | float) else str(plain)


def apart(shown: Sequence[str], error: float) -> str:
    """How far two numbers are apart, where the digits shown are the same; otherwise nothing."""
    return f", off by {error:.1g}" if shown[0] == shown[1] else ""
