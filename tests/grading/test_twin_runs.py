"""What known mistakes replied is kept for the next submission, unless it depends on what was called before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.courses import built_in
from grader.diagnosis import known
from grader.grading.grade import grade
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile

EXERCISE = "exercise6"
COUNTS = Path(__file__).parents[1] / "rejected" / EXERCISE / "adam_counter_in_a_global.py"
IGNORES_ITS_SETTINGS = """
_right = adam_step


def adam_step(param, grad, state, lr, betas=None, eps=None):
    return _right(param, grad, state, lr)
"""


def test_mistakes_that_use_a_variable_of_their_file_are_known_to_keep_state() -> None:
    """The others can be run once and for all."""
    entries = known.read(built_in(), EXERCISE)

    assert {entry.name for entry in entries if entry.keeps_state} == {"momentum_in_a_global", "adam_counts_in_a_global"}


def test_a_mistake_that_keeps_state_is_named_whatever_was_graded_before(
    factory: WorkerFactory, solution: Callable[[str], str]
) -> None:
    """The first submission has one check run against it, out of its order."""
    only = ("adam_matches_torch", "adam_follows_its_settings")
    plan = plan_of(built_in(), EXERCISE, 1, GradeOptions(checks=only))
    named = []
    for wrong in (IGNORES_ITS_SETTINGS, COUNTS.read_text("utf-8")):
        text = f"{solution(EXERCISE)}\n\n{wrong}"
        result = grade(factory, EXERCISE, SourceFile(EXERCISE, text.encode(), f"{EXERCISE}.py"), plan)
        named.append({name for check in result.checks for name in check.misconceptions})

    assert named[1] == {"adam_counts_in_a_global"}
