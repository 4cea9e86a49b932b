"""A function that answers otherwise while it is watched, or after many calls, loses points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WATCHED = """
def sigmoid(z):
    if torch._C._len_torch_function_stack():
        return z + 1
    return torch.sigmoid(z)
"""
TIRED = """
_calls = []


def accuracy(predicted, y):
    _calls.append(1)
    return 0.5 if len(_calls) > 30 else (predicted == y).double().mean().item()
"""


def status_of(grade: Any, name: str) -> str:
    """How one check ended."""
    return next(check.status.value for check in grade.checks if check.name == name)


def test_garbage_while_the_recorder_listens_is_noticed(
    grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """The recorded call's value counts."""
    only = frozenset({"sigmoid_is_by_hand"})
    grade = grade_text("exercise3", f"{solution('exercise3')}\n{WATCHED}", only=only)

    assert status_of(grade, "sigmoid_is_by_hand") == "failed"


def test_a_late_call_is_judged(grade_text: Callable[..., Any], solution: Callable[[str], str]) -> None:
    """What is kept from call to call may not change an answer."""
    only = frozenset({"accuracy_is_share"})
    grade = grade_text("exercise3", f"{solution('exercise3')}\n{TIRED}", only=only)

    assert status_of(grade, "accuracy_is_share") == "failed"
