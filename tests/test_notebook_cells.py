"""A notebook is graded cell by cell: what fails costs a notice that names it, not the exercise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.courses import built_in
from grader.sandbox.contract.limits import Limits
from grader.source import is_untouched, read_source

CHECKS = frozenset({"accuracy_is_share"})


def written(folder: Path, *cells: str) -> Path:
    """A notebook file with these code cells."""
    made = [{"cell_type": "code", "source": cell, "outputs": [], "execution_count": None} for cell in cells]
    (folder / "exercise3.ipynb").write_text(json.dumps({"cells": made, "nbformat": 4}))
    return folder


@pytest.mark.parametrize(
    ("cell", "notice"),
    [
        ("plt.plot([1])", "Cell 2 ended with NameError: name 'plt' is not defined"),
        ("raise ValueError('no')", "Cell 2 ended with ValueError: no"),
        ("exit()", "Cell 2 ended with SystemExit"),
        ("await accuracy(1, 2)", "cell 2 is no Python and was left out"),
        ("1 +", "cell 2 is no Python and was left out"),
        ("%matplotlib inline", "1 line of notebook commands"),
    ],
    ids=["a missing import", "an error", "the end", "awaiting", "half a line", "magic"],
)
def test_a_cell_that_fails_costs_a_notice(
    cell: str, notice: str, tmp_path: Path, grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """Before and after it the others run."""
    source = read_source("exercise3", written(tmp_path, "import math", cell, solution("exercise3"), "1 / 0"))

    grade = grade_text("exercise3", source.data, only=CHECKS)

    assert [check.message for check in grade.checks] == ["Passed."]
    assert any(notice in said for said in (*grade.notices, *source.notes))
    assert any("Cell 4 ended with ZeroDivisionError" in said for said in grade.notices)


def test_a_failing_cell_runs_as_far_as_it_comes(tmp_path: Path, grade_text: Callable[..., Any]) -> None:
    """As in Jupyter: what stood before the error is there, what stands after it is not."""
    cell = "def accuracy(predicted, y):\n    return (predicted == y).double().mean().item()\n\n1 / 0\naccuracy = None"
    source = read_source("exercise3", written(tmp_path, cell))

    grade = grade_text("exercise3", source.data, only=CHECKS)

    assert [check.message for check in grade.checks] == ["Passed."]


def test_annotations_of_the_future_hold_in_every_cell(tmp_path: Path, grade_text: Callable[..., Any]) -> None:
    """The import stands in the first cell, the annotation that needs it in the second."""
    body = "def accuracy(predicted: Nothing, y: Nothing):\n    return (predicted == y).double().mean().item()"
    source = read_source("exercise3", written(tmp_path, "from __future__ import annotations", body))

    grade = grade_text("exercise3", source.data, only=CHECKS)

    assert [check.message for check in grade.checks] == ["Passed."]


@pytest.mark.parametrize(
    ("text", "untouched"),
    [
        ('def f(x):\n    """Doc."""\n    raise NotImplementedError("Exercise 3: write f")\n', True),
        (
            "def f(x):\n    raise NotImplementedError\n\nclass A:\n    def g(self):\n        raise NotImplementedError('x')\n",
            True,
        ),
        ("def f(x):\n    raise NotImplementedError('x')\n\ndef g(x):\n    return x\n", False),
        ("def f(x):\n    print(x)\n    raise NotImplementedError('x')\n", False),
        ("def f(x):\n    raise ValueError('x')\n", False),
        ("x = 1\n", False),
        ("def (", False),
    ],
)
def test_a_stub_nobody_worked_on_is_recognised(text: str, untouched: bool) -> None:
    """From the text alone."""
    assert is_untouched(text.encode()) is untouched


@pytest.mark.parametrize("exercise", built_in().names())
def test_a_stub_as_it_is_handed_out_is_one_nobody_worked_on(exercise: str) -> None:
    """Whatever its demo defines for itself; a solution is none."""
    course = built_in()

    assert is_untouched(course.stub_path(exercise).read_bytes())
    assert not is_untouched(course.solution_path(exercise).read_bytes())


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("x = 1\n    return x + 'a'", "(cell 2, line 4 in accuracy: "),
        ("while True:\n        pass", "It was in cell 2, line "),
        ("return predicted @ None", "(cell 2, line 3 in accuracy: "),
    ],
    ids=["raised", "an endless loop", "in one line"],
)
def test_a_message_names_the_cell_and_its_line(
    body: str, place: str, tmp_path: Path, grade_text: Callable[..., Any]
) -> None:
    """Nobody sees the joined source: its line numbers would lead nowhere."""
    cell = f"# accuracy\ndef accuracy(predicted, y):\n    {body}"
    source = read_source("exercise3", written(tmp_path, "import torch\n\n\nimport math", cell))

    grade = grade_text("exercise3", source.data, only=CHECKS, limits=Limits(cpu_s=1, wall_s=20))

    assert place in grade.checks[0].message


def test_a_cell_that_is_no_python_is_named_with_its_line(tmp_path: Path) -> None:
    """And the others are graded."""
    source = read_source("exercise3", written(tmp_path, "import math", "x = 1\nif x\n    x = 2"))

    assert any("cell 2 is no Python and was left out (expected ':' in line 2)" in note for note in source.notes)
