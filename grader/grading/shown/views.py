"""Values as short plain text for a learner: kinds in words, six digits, the middle of many numbers left out."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from grader.kit.describe import other_object
from grader.sandbox.contract.wire import DeviceName, Opaque

VIEW_LIMIT = 400
_MOST_ITEMS = 6
_FEWEST_ALIGNED = 2
_HIGHEST_TABLE = 12
_WORD = re.compile(r"[^\s\[\]]+")


def view(value: Any) -> str:
    """A value in a few lines: its kind and shape first."""
    return _view(value)[:VIEW_LIMIT]


def both_views(expected: Any, got: Any) -> list[str]:
    """Both sides of a comparison; where each is a row of as many numbers, one below the other, with what differs marked."""
    heads, rows = zip(*(_split(view(side)) for side in (expected, got)), strict=True)
    if len(rows[0]) != len(rows[1]) or len(rows[0]) < _FEWEST_ALIGNED:
        return _tables(expected, got) or [f"expected: {view(expected)}", f"got:      {view(got)}"]
    widths = [max(map(len, pair)) for pair in zip(*rows, strict=True)]
    marks = [
        "^" * width if _differs(*pair) else "" for width, pair in zip(widths, zip(*rows, strict=True), strict=True)
    ]
    margin = max(map(len, heads))
    lines = [
        f"{label:<10}{head:<{margin}}[{' '.join(f'{word:>{width}}' for word, width in zip(row, widths, strict=True))}]"
        for label, head, row in zip(("expected:", "got:"), heads, rows, strict=True)
    ]
    below = " ".join(f"{mark:>{width}}" for mark, width in zip(marks, widths, strict=True)).rstrip()
    return [*lines, f"{'differs:':<10}{'':<{margin}} {below}"] if below else lines


def _tables(expected: Any, got: Any) -> list[str]:
    """Two tables of one shape with a * at what differs; nothing where they are none, or no shown number differs."""
    if not all(isinstance(side, torch.Tensor | np.ndarray) for side in (expected, got)):
        return []
    heads, _, bodies = zip(*(_view(side).partition("[") for side in (expected, got)), strict=True)
    words = [_WORD.findall(body) for body in bodies]
    height = bodies[0].count("\n") + 1
    if len(words[0]) != len(words[1]) or not 1 < height <= _HIGHEST_TABLE:
        return []
    wrong = [_differs(*pair) for pair in zip(*words, strict=True)]
    width = max(map(len, words[0] + words[1]))
    marked = [[f"{word:>{width}} " for word in words[0]]]
    marked.append([f"{word:>{width}}{'*' if off else ' '}" for word, off in zip(words[1], wrong, strict=True)])
    lines = []
    for label, head, row in zip(("expected:", "got:"), heads, marked, strict=True):
        # Both are broken into lines as the first one is.
        lines += _indented(f"{label:<10}{head}[", bodies[0], row)
    shown = len(wrong) - words[0].count("...")
    return [*lines, f"differs:  where a * stands, {sum(wrong)} of {shown} shown"] if any(wrong) else []


def _indented(start: str, body: str, words: Sequence[str]) -> list[str]:
    """The lines of a table with `words` in place of its own, those after the first below the first."""
    left = iter(words)
    lines = (line.rstrip() for line in _WORD.sub(lambda match: next(left), body).splitlines() if line.strip())
    # What stands before the first bracket is in `start`, with that bracket.
    return [" " * len(start) + line[1:] if number else start + line for number, line in enumerate(lines)]


def _split(text: str) -> tuple[str, list[str]]:
    """What stands before the numbers of a view, and the numbers; none where they are no single row."""
    head, bracket, rest = text.partition("[")
    is_row = bracket and rest.endswith("]") and not set(rest[:-1]) & set("[]\n,")
    return (head, rest[:-1].split()) if is_row else (text, [])


def _differs(expected: str, got: str) -> bool:
    """Whether two shown numbers are different ones; the last digits of a float32 are not looked at."""
    try:
        pair = float(expected), float(got)
    except ValueError:
        return expected != got
    return not math.isclose(*pair, rel_tol=1e-4, abs_tol=1e-7) and not all(map(math.isnan, pair))


def kind(value: Any) -> str:
    """A value as an argument of a call: tensors and arrays by dtype and shape, anything else as it is."""
    if isinstance(value, torch.Tensor):
        return f"<{_dtype(value)} {tuple(value.shape)}>"
    if isinstance(value, np.ndarray):
        return f"<{value.dtype.name} array {value.shape}>"
    if isinstance(value, list | tuple) and len(value) <= 4:
        return f"[{', '.join(map(kind, value))}]"
    return f"<{type(value).__name__} of {len(value)}>" if isinstance(value, list | tuple | dict) else view(value)[:60]


def _view(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"{_dtype(value)} {tuple(value.shape)}{_numbers(value)}"
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name} array {value.shape} {_array(value)}"
    if isinstance(value, list | tuple) and len(value) > _MOST_ITEMS:
        return f"{type(value).__name__} of {len(value)}: {', '.join(map(view, value[:4]))}, ..."
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(view, value))}]" if isinstance(value, list) else f"({', '.join(map(view, value))})"
    if isinstance(value, dict):
        shown = [f"{key!r:.60}: {view(part)}" for key, part in list(value.items())[:_MOST_ITEMS]]
        return f"{{{', '.join(shown)}{', ...' if len(value) > _MOST_ITEMS else ''}}}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, np.generic):
        return f"{_scalar(value.item())} ({value.dtype.name} of NumPy)"
    if isinstance(value, DeviceName | torch.device):
        return f"device {getattr(value, 'name', value)}"
    if isinstance(value, Opaque):
        return other_object(value)
    if isinstance(value, numbers.Number) and not isinstance(value, bool | int):
        return f"{value:.6g}"
    return f"{value!r:.{VIEW_LIMIT}}" if not isinstance(value, int) or abs(value) < 1 << 1000 else "a huge int"


def _dtype(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _numbers(tensor: torch.Tensor) -> str:
    """The numbers of a tensor; those of a column stand in one line."""
    plain = tensor.detach()
    plain = plain.to(torch.float32) if plain.dtype is torch.bfloat16 else plain
    is_column = plain.dim() == 2 and plain.shape[1] == 1 and plain.shape[0] > 1
    return f", a column: {_array(plain.flatten().numpy())}" if is_column else f" {_array(plain.numpy())}"


def _array(array: np.ndarray[Any, Any]) -> str:
    digits: Any = {"float_kind": lambda number: f"{number:.6g}", "complex_kind": lambda number: f"{number:.6g}"}
    return np.array2string(array, threshold=12, edgeitems=2, max_line_width=100, formatter=digits)
