"""From options to a plan, and one run of a check: what is not there is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from grader.courses import built_in
from grader.errors import CourseFault, GraderFault, UsageProblem
from grader.grading import checking, planning
from grader.grading.options import GradeOptions
from grader.grading.plan import Plan
from grader.grading.planning import plan_of
from grader.grading.surroundings import Surroundings, try_check
from grader.kit.check_run import Check
from grader.kit.specs import CheckSpec
from grader.kit.stopped import CheckStopped
from grader.outcome import Status

COURSE = built_in()
EXERCISE = COURSE.names()[0]
NAME = COURSE.check_names(EXERCISE)[0]
SURROUNDINGS = Surroundings(COURSE, "made", 1, ("simgpu",), {})


def nobody(accelerator: str) -> Any:
    """No session is asked for."""
    raise AssertionError(accelerator)


def check(body: Any, **spec: Any) -> Check:
    """A check with this body."""
    return Check("f_is_right", CheckSpec("f", 1, **spec), body, "It is right.")


def test_options_become_a_plan() -> None:
    """Seed, devices, sandbox and checks."""
    plan = plan_of(COURSE, EXERCISE, 7, GradeOptions(device="simgpu", no_sandbox=True, checks=(f"check_{NAME}",)))

    assert (plan.seed, plan.accelerators, plan.confined, plan.only) == (7, ("simgpu",), False, frozenset({NAME}))


def test_an_unknown_check_names_the_nearest() -> None:
    """A typo is told, not run."""
    with pytest.raises(UsageProblem, match=f"Nearest: .*{NAME}"):
        plan_of(COURSE, EXERCISE, 7, GradeOptions(device="simgpu", checks=(NAME[:-1],)))


def test_a_device_that_is_not_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that are."""
    monkeypatch.setattr(planning, "accelerators_here", lambda: ("simgpu",))
    with pytest.raises(UsageProblem, match="here there are: simgpu"):
        plan_of(COURSE, EXERCISE, 7, GradeOptions(device="cuda"))


def test_slow_checks_run_for_the_functions_that_are_asked() -> None:
    """And all others always; a check that is not wanted never."""
    slow = check(None, slow=True)

    assert Plan(1).wants(slow) and Plan(1, slow_for=frozenset({"f"})).wants(slow)
    assert not Plan(1, slow_for=frozenset()).wants(slow)
    assert not Plan(1, only=frozenset({"other"})).wants(slow)


def test_a_check_that_passes_without_a_reply_is_our_fault() -> None:
    """Points are given on a reply, never on silence."""
    with pytest.raises(GraderFault, match="without a reply"):
        try_check(check(lambda: None), nobody, SURROUNDINGS)


def test_a_check_that_stops_is_a_run_with_its_ending() -> None:
    """What else it raises goes on to the caller."""

    def stops(inputs: Any) -> None:
        raise CheckStopped(Status.FAILED, f"{inputs.seed() >= 0}")

    def breaks() -> None:
        raise ZeroDivisionError

    assert str(try_check(check(stops), nobody, SURROUNDINGS).stopped) == "True"
    with pytest.raises(ZeroDivisionError):
        try_check(check(breaks), nobody, SURROUNDINGS)


@pytest.mark.parametrize(
    ("text", "word"),
    [("def", "cannot be collected"), ("from grader.kit import check\n@check('f', points=1)\ndef check_f(submission): ...\n", "must have @check")],
    ids=["no Python", "no docstring"],
)  # fmt: skip
def test_checks_that_cannot_be_collected_are_a_fault_of_the_course(
    text: str, word: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is wrong."""
    # pytest keeps a module by its name.
    file = tmp_path / f"made_checks_{len(text)}.py"
    file.write_text(text)
    monkeypatch.setattr(type(COURSE), "checks_path", lambda course, exercise: file)
    with pytest.raises(CourseFault, match=word):
        checking.collect(COURSE, "made")
