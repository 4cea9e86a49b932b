"""The shell completes exercises, functions and checks."""

from __future__ import annotations

import pytest
from handmade_grades import Type


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("grade exerc", "exercise3"),
        ("grade wa", "watch"),
        ("grade hint exercise", "exercise3"),
        ("grade hint exercise3 binary", "binary_loss"),
        ("grade watch ex", "exercise7"),
        ("grade exercise3 --check sigmoid", "sigmoid_is_by_hand"),
    ],
)
def test_the_shell_is_offered(words: str, offered: str, type_in: Type) -> None:
    """As bash asks."""
    count = str(len(words.split()) - 1)
    done = type_in(_GRADE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)

    assert f"plain,{offered}" in done.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str, type_in: Type) -> None:
    """What docs/learning.md tells to load."""
    assert "_GRADE_COMPLETE" in type_in(_GRADE_COMPLETE=f"{shell}_source").stdout
