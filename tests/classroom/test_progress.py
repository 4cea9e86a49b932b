"""What is said while a class is graded, and in which order it is graded."""

from __future__ import annotations

import pytest

from grader.classroom.gradebook.pending import Pending
from grader.classroom.running import progress
from grader.classroom.running.grade_pending import Tally
from grader.classroom.running.grader_process import Task
from grader.classroom.running.pool import Done
from grader.classroom.running.schedule import LongestFirst


def group(exercise: str, student: str) -> tuple[Pending, ...]:
    """One submission."""
    return (Pending(student, exercise, 1, "", 0, f"{exercise} {student}"),)


def test_rate_and_time_left_come_from_this_run_alone() -> None:
    now_s = 100.0
    pace = progress.Pace(lambda: now_s)
    pace.begin(Tally(1000, before=500))
    now_s = 110.0

    assert pace.words(Tally(1000, before=500, graded=18, failed=2)) == "2.00 a second, about 4 min left"


@pytest.mark.parametrize(("seconds", "words"), [(12.4, "12 s"), (300.0, "5 min"), (9000.0, "2.5 h")])
def test_durations_read_as_a_person_says_them(seconds: float, words: str) -> None:
    assert progress.duration(seconds) == words


def test_verbose_writes_a_line_for_each_submission(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.showing(verbose=True) as watch:
        watch(Tally(2))
        watch(Tally(2, graded=1, latest="ada exercise2 100/100"))
        watch(Tally(2, graded=2, latest="bob exercise2 [red]"))

    said = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in said] == ["1/2 ada exercise2 100/100", "2/2 bob exercise2 [red]"]


def test_an_exercise_that_is_not_known_yet_goes_first_then_the_longest() -> None:
    groups = [group("short", "a"), group("short", "b"), group("long", "a"), group("long", "b"), group("new", "a")]
    order = LongestFirst(groups, {"short": 1.0, "long": 5.0})

    assert [one[0].exercise for one in order] == ["new", "long", "long", "short", "short"]


def test_what_is_measured_during_the_run_changes_the_order() -> None:
    order = LongestFirst([group("one", "a"), group("one", "b"), group("two", "a"), group("two", "b")], {})
    given = iter(order)
    first = [next(given)[0].exercise]
    order.note("one", 1.0)
    first.append(next(given)[0].exercise)
    order.note("two", 9.0)

    assert [*first, *(one[0].exercise for one in given)] == ["one", "two", "two", "one"]


def test_a_result_that_shows_a_fault_of_ours_is_a_fault() -> None:
    broken = {
        "exercise": "warmup",
        "checks": [{"name": "adds", "status": "grader_error", "points": 0.0, "max_points": 50.0, "message": "broke"}],
    }

    assert Done.of(Task("key", "warmup", b""), {"grade": broken}, "").fault == "adds: broke"
    assert (
        Done.of(Task("key", "warmup", b""), {"grade": {"exercise": "warmup", "checks": []}}, "").fault == "no check ran"
    )
    assert Done.of(Task("key", "warmup", b""), None, "killed").fault == "killed"


def test_a_run_counts_by_outcome() -> None:
    tally = Tally(20, before=3, graded=9, failed=1, full=4, zeros=2)

    assert progress.outcomes(tally) == "4 full marks, 3 in part, 2 with 0, 1 not graded"
