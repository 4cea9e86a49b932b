"""A repair is compared with what was handed out: what changed, and whether a function was written anew."""

from __future__ import annotations

from grader.debugging.repair import repair_of

RIGHT = '''"""Page."""
import torch

RATE = 1


def fit(x):
    """Fit."""
    total = 0
    for one in x:
        total += one
        total -= 0
    return total / len(x)


def other(x):
    return x
'''
WRONG = RIGHT.replace("len(x)", "2")
ANEW = WRONG.replace(
    "    total = 0\n    for one in x:\n        total += one\n        total -= 0\n    return total / 2",
    "    a = sum(x)\n    b = len(x)\n    if b == 0:\n        return 0\n    c = a / b\n    return c",
)


def test_mending_the_line_is_mending() -> None:
    """One function, nothing beyond, not written anew."""
    repair = repair_of(WRONG, RIGHT, RIGHT)

    assert (repair.functions, repair.beyond, dict(repair.rewritten)) == (frozenset({"fit"}), False, {})


def test_another_way_of_mending_is_mending_too() -> None:
    """A line more is no other program."""
    other = WRONG.replace("    return total / 2", "    n = len(x)\n    return total / n")

    assert not repair_of(WRONG, RIGHT, other).rewritten


def test_a_function_written_anew_is_seen() -> None:
    """With the number of lines that differ."""
    assert dict(repair_of(WRONG, RIGHT, ANEW).rewritten) == {"fit": (6, 7)}


def test_comments_blanks_and_texts_change_nothing() -> None:
    """Nor does a print in the demo."""
    same = WRONG.replace("total += one", "total  +=  one  # add").replace('"""Fit."""', '"""Fit it."""')

    assert repair_of(WRONG, RIGHT, same + '\n\nif __name__ == "__main__":\n    print(1)\n').is_none


def test_a_change_outside_of_functions_is_beyond() -> None:
    """A constant may change everything."""
    assert repair_of(WRONG, RIGHT, WRONG.replace("RATE = 1", "RATE = 2")).beyond
