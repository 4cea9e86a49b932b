"""The programs fail as told, and a record that is out of date is found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from grader.courses import built_in
from grader.debugging import record as records
from grader.debugging.measuring import shown_by
from grader.debugging.record import read_record
from grader.errors import CourseFault
from grader.verification import debugging
from grader.verification.debugging import bugs_to_prove, program_fails_as_the_mistake, record_is_true

COURSE = built_in()


def test_the_quickest_record_is_true() -> None:
    """The others are run by `grade verify`."""
    assert not list(record_is_true(COURSE, "exercise8", shown_by))


def test_a_bug_that_shows_something_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told must be what is seen."""
    kept = read_record(COURSE, "exercise8")
    name = "looks_for_the_largest_distance"
    told = dataclasses.replace(kept.bugs[name], shows="0 0 0")
    monkeypatch.setattr(debugging, "read_record", lambda *_: dataclasses.replace(kept, bugs={**kept.bugs, name: told}))

    assert [one.subject for one in record_is_true(COURSE, "exercise8", shown_by)] == [name]


def test_a_record_older_than_its_files_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The author is told to make it anew."""
    kept = read_record(COURSE, "exercise8")
    program = kept.program.replace("labels", "marks")
    monkeypatch.setattr(debugging, "declared", lambda *_: dataclasses.replace(kept, program=program))
    found = [str(one) for one in record_is_true(COURSE, "exercise8", shown_by)]

    assert any("older than the files" in text for text in found)


def test_a_scene_that_stops_is_named() -> None:
    """A bug must run."""
    scene = records.SceneRecord("one", "one", "", "", 0, 1, "def one():\n    return nowhere\n", "")

    with pytest.raises(CourseFault, match="The scene one stopped with NameError"):
        shown_by("x = 1\n", scene)


def test_a_program_trips_the_checks_of_its_mistake(factory: Any) -> None:
    """One stands for all; all are tried under `-m slow`."""
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    plan = plan_of(COURSE, "exercise3", 1, GradeOptions(device="simgpu"))
    bug = next(bug for bug in bugs_to_prove(COURSE, "exercise3") if bug.level == 2)

    assert not list(program_fails_as_the_mistake(factory, "exercise3", bug, plan))


@pytest.mark.slow
@pytest.mark.parametrize("exercise", COURSE.names())
def test_every_program_trips_the_checks_of_its_mistake(factory: Any, exercise: str) -> None:
    """And its scene shows what is told."""
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    plan = plan_of(COURSE, exercise, 1, GradeOptions(device="simgpu"))
    proof: Callable[..., Any] = program_fails_as_the_mistake
    found = [one for bug in bugs_to_prove(COURSE, exercise) for one in proof(factory, exercise, bug, plan)]

    assert not [*found, *record_is_true(COURSE, exercise, shown_by)]
