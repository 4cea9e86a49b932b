"""`grade compare`: the reference beside one's own, and never by accident before a function is passed."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from grader.command.guidance.compare import compare
from grader.command.learner import progress
from grader.command.learner.progress import Attempt, Progress, Record
from grader.courses import built_in
from grader.errors import UsageProblem

COURSE = built_in()
MINE = "import torch\n\ndef _half(z):\n    return z / 2\n\ndef sigmoid(z):\n    '''Mine.'''\n    # by tanh\n    return (1 + torch.tanh(_half(z))) / 2\n"
POINTS = {"sigmoid": 17.0, "accuracy": 4.0}
Shown = Callable[..., str]


@pytest.fixture
def shown(course: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Compares in a workspace whose sigmoid is passed and whose accuracy is not; what is printed."""
    monkeypatch.chdir(course)
    attempt = Attempt(21.0, 100.0, "0", POINTS)
    progress.save(Progress({"exercise3": Record(attempt, attempt)}))

    def run(mine: str = MINE, function: str | None = None, width: int = 80, anyway: bool = False) -> str:
        (course / "exercises" / "exercise3.py").write_text(mine, "utf-8")
        stream = io.StringIO()
        console = Console(file=stream, width=width, color_system=None, highlight=False)
        compare(console, COURSE, "exercise3", function, anyway=anyway)
        return stream.getvalue()

    return run


def test_a_passed_function_stands_beside_the_reference(shown: Shown) -> None:
    """With its comments and the helpers that it uses, without docstrings; the others are kept back by name."""
    said = shown()

    assert "# by tanh" in said and "def _half(z):" in said and "torch.tanh(z / 2)" in said
    assert "Mine." not in said and "Args:" not in said
    assert "Kept back until they pass: logistic_regression, binary_loss" in said
    assert "accuracy(" not in said


def test_a_wide_screen_shows_both_side_by_side(shown: Shown) -> None:
    """A narrow one shows one after the other, and no line is wider than it."""
    wide, narrow = shown(width=200), shown(width=40)

    assert any("def _half(z):" in line and " │ def sigmoid" in line for line in wide.splitlines())
    assert "│" not in narrow and max(map(len, narrow.splitlines())) <= 40


def test_equal_code_is_shown_once(shown: Shown) -> None:
    """Nothing is to be learned from two copies."""
    assert COURSE.solutions is not None
    said = shown((COURSE.solutions / "exercise3.py").read_text("utf-8"), "sigmoid")

    assert said.strip() == "Yours is the reference, word for word: sigmoid."


def test_a_function_that_is_not_passed_is_shown_only_when_asked_for(shown: Shown) -> None:
    """One check of several is not enough."""
    mine = "def accuracy(predicted, y):\n    return 1\n"

    with pytest.raises(UsageProblem, match="accuracy is not passed yet"):
        shown(mine, "accuracy")
    assert "return 1" in shown(mine, "accuracy", anyway=True)


def test_without_a_reference_it_says_where_one_is(shown: Shown, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed course has none; a folder solutions/ in the workspace will do."""
    monkeypatch.setattr("test_compare_command.COURSE", dataclasses.replace(COURSE, solutions=None))
    with pytest.raises(UsageProblem, match="a checkout of the course has it"):
        shown()
    (course / "solutions").mkdir()
    (course / "solutions" / "exercise3.py").write_text("def sigmoid(z):\n    return 'theirs'\n")

    assert "return 'theirs'" in shown()
