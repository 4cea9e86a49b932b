"""What is graded, what is not graded again, and what a fault of ours costs: nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from made_class import EXERCISES, TODAY, grade_all

from grader.classroom.gradebook.class_results import State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of, link_known, record, record_fault
from grader.classroom.gradebook.pending import Shard, by_key, count_stale, pending, settled, unit_of
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.units import Unit

CONDITIONS = dict.fromkeys(EXERCISES, TODAY)
CHANGED = dict.fromkeys(EXERCISES, replace(TODAY, checks_hash="checks-2"))
Class = Callable[..., Gradebook]


def test_what_is_graded_under_its_key_is_not_run_again(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 70.0}})

    assert pending(book, CONDITIONS) == ()
    assert grade_all(book, lambda *_: 100.0) == 0


def test_other_conditions_are_told_and_change_no_score_unasked(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}})

    assert pending(book, CHANGED) == ()
    assert count_stale(book, CHANGED) == 1
    assert [one.stale for one in pending(book, CHANGED, stale=True)] == [True]


def test_only_the_newest_attempt_waits(book: Gradebook) -> None:
    sources = (b"old", b"new")
    enrol(book, [Student("a")], [Unit("a", "warmup", source, "a/warmup.py") for source in sources])

    (one,) = pending(book, CONDITIONS)

    assert unit_of(book, one).source == b"new"
    assert one.attempt == 2


def test_equal_sources_are_graded_once_for_all(book: Gradebook) -> None:
    names = ("a", "b", "c")
    enrol(book, map(Student, names), [Unit(name, "warmup", b"stub", name) for name in names])

    assert grade_all(book, lambda *_: 60.0) == 1
    assert [class_results_of(book).total(name) for name in names] == [60.0, 60.0, 60.0]


def test_a_source_known_from_another_student_needs_no_run(book: Gradebook) -> None:
    enrol(book, [Student("a")], [Unit("a", "warmup", b"stub", "a")])
    grade_all(book, lambda *_: 60.0)
    enrol(book, [Student("b")], [Unit("b", "warmup", b"stub", "b")])

    known, to_run = settled(book, pending(book, CONDITIONS))
    link_known(book, known)

    assert to_run == ()
    assert class_results_of(book).total("b") == 60.0


def test_an_exercise_without_conditions_does_not_wait(book: Gradebook) -> None:
    enrol(book, [Student("a")], [Unit("a", "warmup", b"x", "a")])

    assert pending(book, {"exercise2": TODAY}) == ()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_student_is_in_exactly_one_shard(book: Gradebook, class_of: Class, count: int) -> None:
    names = [f"s{number}" for number in range(40)]
    class_of(book, {name: {"warmup": None, "exercise2": None} for name in names})

    parts = [pending(book, CONDITIONS, shard=Shard(number, count)) for number in range(1, count + 1)]

    assert sorted(one for part in parts for one in part) == sorted(pending(book, CONDITIONS))
    assert all(
        len({number for number, part in enumerate(parts) if any(o.student == n for o in part)}) == 1 for n in names
    )


def test_a_fault_of_ours_is_not_graded_and_waits_for_the_next_run(
    book: Gradebook, class_of: Class, outcome: Callable[..., dict[str, Any]]
) -> None:
    class_of(book, {"alice": {"warmup": None}})
    those = pending(book, CONDITIONS)

    assert record(book, those, TODAY, outcome(points=50, status="grader_error")) is False

    (result,) = class_results_of(book).of("alice")
    assert (result.state, result.score, result.fault) == (State.NOT_GRADED, None, "means: Expected 2, got 3.")
    assert class_results_of(book).total("alice") is None
    assert pending(book, CONDITIONS) == those


def test_an_outcome_without_checks_is_a_fault(book: Gradebook, class_of: Class, outcome: Callable[..., Any]) -> None:
    class_of(book, {"alice": {"warmup": None}})

    assert record(book, pending(book, CONDITIONS), TODAY, replace(outcome(), checks=())) is False


def test_a_later_fault_takes_no_earlier_grade_away(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}})

    record_fault(book, pending(book, CHANGED, stale=True), "the worker did not start")

    assert class_results_of(book).total("alice") == 80.0


def test_a_grade_settles_an_earlier_fault(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": None}})
    record_fault(book, pending(book, CONDITIONS), "the worker did not start")

    grade_all(book, lambda *_: 80.0)

    assert book.row("SELECT COUNT(*) FROM fault") == (0,)
    assert class_results_of(book).of("alice")[0].state is State.GRADED


def test_an_grade_of_another_exercise_is_not_recorded(
    book: Gradebook, class_of: Class, outcome: Callable[..., dict[str, Any]]
) -> None:
    class_of(book, {"alice": {"warmup": None}})

    with pytest.raises(ValueError, match="does not belong"):
        record(book, pending(book, CONDITIONS), TODAY, outcome("exercise2"))


def test_a_grade_keeps_what_makes_it_again(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}})

    (row,) = book.rows(
        "SELECT key, checks_hash, grader_version, torch_version, seed, limits, mnist, isolation FROM grade"
    )

    assert row[1:] == ("checks-1", "0.1.0", "2.13.0", "7", '{"cpu_s":10}', "small", '{"level":"full"}')
    assert grade_of(book, row[0]).seed == 7


def test_submissions_of_one_key_come_together(book: Gradebook) -> None:
    enrol(book, [Student("a"), Student("b")], [Unit("a", "warmup", b"x", "a"), Unit("b", "warmup", b"x", "b")])

    assert [len(those) for those in by_key(pending(book, CONDITIONS))] == [2]
