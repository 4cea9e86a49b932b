"""The line that a failed check is about: where something is known of it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RAISES = "def accuracy(predicted, y):\n    '''Long.'''\n    share = predicted == y\n    return share.means()\n"
IN_A_HELPER = "def half(share):\n    return share.means()\n\ndef accuracy(predicted, y):\n    share = predicted == y\n    return half(share)\n"
NO_RETURN = "def accuracy(predicted, y):\n    same = predicted == y\n    share = same.double().mean().item()\n"
ONE_LINE = "def accuracy(predicted, y):\n    '''Long.'''\n    return 1 - (predicted == y).double().mean().item()\n"
NO_PYTHON = "import torch\n\ndef accuracy(predicted, y:\n    return 1.0\n"
SEVERAL = "def accuracy(predicted, y):\n    same = predicted == y\n    return 1 - same.double().mean().item()\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [(RAISES, 4), (IN_A_HELPER, 2), (NO_RETURN, 3), (ONE_LINE, 3), (NO_PYTHON, 3), (SEVERAL, None)],
    ids=["raises", "in a helper", "no return", "one line", "no Python", "several lines"],
)
def test_the_line_is_where_it_went_wrong_or_unknown(
    text: str, line: int | None, grade_text: Callable[..., Any]
) -> None:
    """An exception's line, that at which Python stops to read, the last one where a `return` is missing, the only one; of several nobody knows which."""
    (outcome,) = grade_text("exercise3", text, only={"accuracy_is_share"}).checks

    assert outcome.points == 0
    assert outcome.line == line
