"""What counts: scores by hand before automatic ones, lateness by the platform's clock, and blanks that are no zeros."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_class import TODAY, outcome_for

from grader.classroom.errors import LatePolicyProblem, OverrideProblem
from grader.classroom.gradebook.class_results import State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.late_policy import Extension, LateRule, grant_extension, set_late_rule
from grader.classroom.gradebook.overrides import override, override_history
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student

Class = Callable[..., Gradebook]
DUE = "2026-03-01T12:00:00Z"


def test_what_was_not_handed_in_has_no_score_and_adds_nothing(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}, "bob": {"exercise2": 70.0}})
    enrol(book, [Student("cleo")], [])

    class_results = class_results_of(book)

    assert class_results.results["alice", "exercise2"].state is State.ABSENT
    assert [class_results.total(name) for name in ("alice", "bob", "cleo")] == [80.0, 70.0, None]


def test_what_still_waits_makes_the_total_unknown(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0, "exercise2": None}})

    assert class_results_of(book).total("alice") is None


def test_exercises_stand_in_the_order_of_the_course(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"exercise10": 60.0, "exercise2": 60.0}})

    assert class_results_of(book).exercises == ("exercise2", "exercise10")


def test_a_score_by_hand_counts_and_survives_a_regrade(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 60.0}})
    override(book, "alice", "warmup", 95.5, who="Dr. Roe", why="a right idea, oral exam")

    later = replace(TODAY, checks_hash="checks-2")
    for those in by_key(pending(book, {"warmup": later}, stale=True)):
        record(book, those, later, outcome_for("warmup", 70.0))

    (result,) = class_results_of(book).of("alice")
    assert (result.state, result.score, result.automatic) == (State.BY_HAND, 95.5, 70.0)


def test_a_score_by_hand_can_be_taken_back_and_stays_on_record(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 60.0}})
    override(book, "alice", "warmup", 95, who="Dr. Roe", why="oral exam")
    override(book, "alice", "warmup", None, who="Dr. Roe", why="wrong Alice")

    assert class_results_of(book).total("alice") == 60.0
    assert [(one.score, one.why) for one in override_history(book)] == [(95, "oral exam"), (None, "wrong Alice")]


def test_a_score_by_hand_needs_no_submission(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": None}})
    override(book, "alice", "warmup", 50, who="Dr. Roe", why="on paper")

    assert class_results_of(book).total("alice") == 50.0


@pytest.mark.parametrize(
    ("student", "score", "who", "why"),
    [
        ("alice", 1, "", "x"),
        ("alice", 1, "x", " "),
        ("alice", -1, "x", "x"),
        ("alice", float("nan"), "x", "x"),
        ("?", 1, "x", "x"),
    ],
)
def test_a_score_by_hand_without_its_facts_is_refused(
    book: Gradebook, class_of: Class, student: str, score: float, who: str, why: str
) -> None:
    class_of(book, {"alice": {"warmup": 60.0}})

    with pytest.raises(OverrideProblem):
        override(book, student, "warmup", score, who=who, why=why)


@pytest.mark.parametrize(
    ("submitted_at", "percent_off"),
    [
        ("2026-03-01T12:00:00Z", 0),
        ("2026-03-01T12:10:00Z", 0),
        ("2026-03-01T12:10:01Z", 10),
        ("2026-03-02T12:00:01Z", 20),
        ("2026-03-06T12:00:00Z", 40),
        ("2026-03-08T12:00:01Z", 100),
        (None, 0),
    ],
)
def test_lateness_costs_by_the_day_begun(submitted_at: str | None, percent_off: float) -> None:
    rule = LateRule(DUE, grace_minutes=10, percent_per_day=10, most_percent=40, closed_after_days=7)

    assert rule.percent_off(submitted_at, marked_late=False) == percent_off


def test_work_marked_late_without_a_time_costs_its_own_share() -> None:
    rule = LateRule(DUE, percent_per_day=10, marked_late_percent=25)

    assert [rule.percent_off(None, marked) for marked in (False, True)] == [0, 25]


def test_the_late_policy_is_data_and_changes_scores_without_a_run(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}}, submitted_at="2026-03-02T00:00:00Z")
    set_late_rule(book, LateRule(DUE, percent_per_day=10))
    before = class_results_of(book).total("alice")

    set_late_rule(book, LateRule(DUE, percent_per_day=50), "warmup")

    assert (before, class_results_of(book).total("alice")) == (72.0, 40.0)
    assert class_results_of(book).of("alice")[0].automatic == 80.0


def test_an_extension_moves_the_due_time_of_one_student(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 80.0}}, submitted_at="2026-03-02T00:00:00Z")
    set_late_rule(book, LateRule(DUE, percent_per_day=10))
    grant_extension(book, Extension("bob", "warmup", "2026-03-03T00:00:00+01:00", "Dr. Roe", "ill"))

    assert [class_results_of(book).total(name) for name in ("alice", "bob")] == [72.0, 80.0]


def test_a_score_by_hand_is_not_touched_by_lateness(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}}, submitted_at="2026-03-02T00:00:00Z")
    set_late_rule(book, LateRule(DUE, percent_per_day=10))
    override(book, "alice", "warmup", 90, who="Dr. Roe", why="ill")

    assert class_results_of(book).total("alice") == 90.0


@pytest.mark.parametrize(
    "rule",
    [
        LateRule("2026-03-01T12:00:00"),
        LateRule("soon"),
        LateRule(DUE, percent_per_day=-1),
        LateRule(DUE, most_percent=101),
        LateRule(DUE, marked_late_percent=float("nan")),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(book: Gradebook, rule: LateRule) -> None:
    with pytest.raises(LatePolicyProblem):
        set_late_rule(book, rule)
