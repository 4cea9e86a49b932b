"""Explaining never breaks grading: odd values cost the learner's points at most, never the grade, the report or the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.diagnosis import recognition
from grader.outcome import Status

ONLY = frozenset({"loss_matches_definition", "accuracy_is_share"})
ODD = {
    "a method where a tensor is due": "return y_pred.numpy",
    "a NumPy integer": "return np.int8(5)",
    "an array of text": "return np.array('text')",
    "a dict of a long key": "return {'k' * 1_000_000: 1}",
    "a huge int": "return 1 << 250",
    "an object array": "return np.array([object()])",
    "a tensor of another world": "return torch.zeros(2, dtype=torch.uint16)",
}


@pytest.fixture
def graded(grade_text: Callable[..., Any], solution: Callable[[str], str]) -> Callable[..., Any]:
    """Grades a body of the loss after the solution's text."""

    def grade(body: str, **changes: Any) -> Any:
        text = f"{solution('exercise3')}\n\nimport numpy as np\ndef binary_loss(y_pred, y):\n    {body}\n"
        return grade_text("exercise3", text, **{"only": ONLY, **changes})

    return grade


@pytest.mark.parametrize("what", ODD)
def test_an_odd_value_is_a_wrong_answer_and_no_more(what: str, graded: Callable[..., Any]) -> None:
    """The other function keeps its points, and nothing is our fault."""
    grade = graded(ODD[what])
    ended = {check.name: check for check in grade.checks}

    assert ended["accuracy_is_share"].status is Status.PASSED
    assert ended["loss_matches_definition"].status is Status.FAILED
    assert (grade.at_fault, grade.faults) == (False, ())
    assert len(ended["loss_matches_definition"].message) <= 2000


def test_a_diagnosis_that_breaks_leaves_points_and_messages(
    graded: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as ours, and the command ends with exit code 3."""
    from grader.command.grading import OUR_FAULT, exit_code

    whole = graded("return -y_pred.mean()")
    monkeypatch.setattr(recognition, "recognise", lambda *given: [][0])
    grade = graded("return -y_pred.mean()")

    assert [(check.status, check.points, check.message) for check in grade.checks] == [
        (check.status, check.points, check.message) for check in whole.checks
    ]
    assert grade.faults and not grade.at_fault
    assert exit_code([grade], 0.0) == OUR_FAULT


def test_a_twin_is_opened_once_a_grade(graded: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many checks fail."""
    from grader.grading import sessions
    from grader.grading.twin_runs import TwinRuns

    made: list[str] = []
    source = sessions.known.twin_source
    monkeypatch.setattr(
        sessions.known, "twin_source", lambda course, exercise: made.append(exercise) or source(course, exercise)
    )
    graded("return -y_pred.mean()", only=None, slow_for=frozenset(), twin_runs=TwinRuns())

    assert made == ["exercise3"]


def test_wall_time_is_measured(graded: Callable[..., Any]) -> None:
    """In seconds, with the time of the processor and the memory."""
    usage = graded("return y_pred.mean()", diagnose=False).usage

    assert usage["wall_s"] > 0
    assert usage.keys() == {"wall_s", "cpu_s", "memory_mib", "calls"}


def test_an_endless_loop_is_waited_out_once(grade_text: Callable[..., Any], solution: Callable[[str], str]) -> None:
    """Its callers wait for it without being called."""
    from grader.sandbox.contract.limits import Limits

    text = f"{solution('exercise3')}\n\ndef sigmoid(z):\n    while True:\n        pass\n"
    grade = grade_text("exercise3", text, limits=Limits(cpu_s=1, wall_s=30), slow_for=frozenset(), diagnose=False)
    slow = [check for check in grade.checks if check.status is Status.TIMEOUT and "used up" in check.message]
    waiting = [
        check for check in grade.checks if check.status is Status.SKIPPED and "waits for sigmoid" in check.message
    ]

    assert len(slow) == 1 and slow[0].function == "sigmoid"
    assert {check.function for check in waiting} == {"logistic_regression", "classify"}
    assert {check.status for check in grade.checks if check.function == "classify"} == {Status.SKIPPED}


def test_a_warning_in_the_checker_shows_no_line_of_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever odd value it is about."""
    import warnings

    from grader.grading.grade import silent_warnings

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        with silent_warnings():
            warnings.warn("about a value", stacklevel=1)

    assert capsys.readouterr().err == ""
