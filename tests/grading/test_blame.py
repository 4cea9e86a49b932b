"""A check that breaks is our fault, unless it runs through with every known wrong answer."""

from __future__ import annotations

from collections.abc import Callable

import made_run as made
import pytest

from grader.diagnosis.known import Misconception
from grader.grading.blame import is_suspect, settle
from grader.kit.check_run import CheckRun
from grader.outcome import Status

OURS = made.stopped(Status.GRADER_ERROR, "A fault of the grader.")
KNOWN = [made.misconception("one", "a"), made.misconception("two", "a")]


def broken(fault: Exception) -> CheckRun:
    """A check that broke."""
    return made.run(ended=OURS, fault=fault)


def twin(ending: Callable[[Misconception], CheckRun]) -> Callable[[CheckRun, Misconception], CheckRun]:
    """Reruns that end as `ending` says."""
    return lambda run, misconception: ending(misconception)


def test_a_check_that_runs_through_with_known_answers_broke_on_a_value() -> None:
    """The submission's own: its error, with what the check said."""
    run = settle(broken(TypeError("no len()")), KNOWN, twin(lambda entry: made.run(ended=made.stopped())))

    assert run.status is Status.ERROR
    assert "TypeError: no len()" in str(run.stopped)


def test_a_check_that_breaks_on_a_known_answer_too_is_our_fault() -> None:
    """Here on the second of two."""

    def ending(entry: Misconception) -> CheckRun:
        if entry.name == "two":
            raise TypeError("no len()")
        return made.run()

    assert settle(broken(TypeError("no len()")), KNOWN, twin(ending)).status is Status.GRADER_ERROR


def test_a_known_answer_that_ends_in_a_fault_of_ours_blames_nobody_else() -> None:
    """The worker may be gone."""
    assert settle(broken(TypeError()), KNOWN, twin(lambda entry: made.run(ended=OURS))).status is Status.GRADER_ERROR


def test_without_known_answers_the_fault_stays_ours() -> None:
    """Nothing shows that the check is sound."""
    others = [made.misconception("other", "b", replaces="g")]

    assert settle(broken(TypeError()), [], twin(lambda entry: made.run())).status is Status.GRADER_ERROR
    assert settle(broken(TypeError()), others, twin(lambda entry: made.run())).status is Status.GRADER_ERROR


@pytest.mark.parametrize("fault", [OSError("disk"), MemoryError(), ImportError("x"), AssertionError()])
def test_what_no_value_causes_is_our_fault_at_once(fault: Exception) -> None:
    """No twin is asked."""
    assert not is_suspect(broken(fault))
    assert settle(broken(fault), KNOWN, twin(lambda entry: made.run())).status is Status.GRADER_ERROR


def test_a_subclass_of_a_suspect_is_suspect() -> None:
    """NumPy's and Python's own exceptions derive from the plain ones."""
    assert is_suspect(broken(UnicodeDecodeError("utf-8", b"", 0, 1, "x")))
    assert not is_suspect(made.run(ended=made.stopped()))
