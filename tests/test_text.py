"""Strangers' characters and names that were probably meant."""

from __future__ import annotations

import pytest

from grader.text import nearest, without_controls


@pytest.mark.parametrize(
    "char",
    ["\x1b", "\x07", "\u202e", "\u200b", "\ud800", "\ue000", "\u2028", "\u2029", "\u0378"],
    ids=["escape", "bell", "right to left", "zero width", "surrogate", "private", "line", "paragraph", "unassigned"],
)
def test_a_character_that_hides_moves_or_forges_text_is_left_out(char: str) -> None:
    """Terminal, pages and exports hold to one rule."""
    assert without_controls(f"a{char}b") == "ab"


def test_lines_and_tabs_stay() -> None:
    """Line breaks of every system become one."""
    assert without_controls("a\tb\r\nc\rd\n") == "a\tb\nc\nd\n"


def test_text_of_other_scripts_stays() -> None:
    """Chinese, accents and emoji are text."""
    assert without_controls("损失 é 🙂") == "损失 é 🙂"


def test_the_nearest_names_come_first() -> None:
    """At most three."""
    assert nearest("sigmod", ["relu", "sigmoid", "tanh"]) == "sigmoid"


def test_without_anything_near_all_names_are_told() -> None:
    """So that the person can choose."""
    assert nearest("zzz", ["relu", "tanh"]) == "relu, tanh"
