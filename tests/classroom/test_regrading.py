"""A regrade changes nothing until it is applied, and says by which check each score would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_class import TODAY, outcome_for

from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.overrides import override
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.regrading import Change, CheckChange, apply, changes, drop

LATER = replace(TODAY, checks_hash="checks-2")


@pytest.fixture
def proposed(book: Gradebook, class_of: Callable[..., Gradebook]) -> Gradebook:
    """Two students with 60 points; the regrade would give Alice 75 and leave Bob."""
    class_of(book, {"alice": {"warmup": 60.0}, "bob": {"warmup": 60.0}})
    for those in by_key(pending(book, {"warmup": LATER}, stale=True)):
        points = {"alice": 75.0, "bob": 60.0}[those[0].student]
        record(book, those, LATER, outcome_for("warmup", points), propose=True)
    return book


def test_a_preview_changes_no_score(proposed: Gradebook) -> None:
    assert class_results_of(proposed).total("alice") == 60.0


def test_a_preview_says_who_by_how_much_and_by_which_check(proposed: Gradebook) -> None:
    check = CheckChange("means", 10.0, 25.0, "failed", "failed")

    assert changes(proposed) == (Change("alice", "warmup", 1, 60.0, 75.0, False, (check,)),)
    assert changes(proposed)[0].difference == 15.0


def test_applied_it_counts_and_the_old_grade_stays_in_the_history(proposed: Gradebook) -> None:
    assert apply(proposed) == 2

    assert class_results_of(proposed).total("alice") == 75.0
    assert changes(proposed) == ()
    assert proposed.row("SELECT COUNT(*) FROM graded WHERE student = 'alice'") == (2,)


def test_dropped_it_leaves_everything_as_it_was(proposed: Gradebook) -> None:
    assert drop(proposed) == 2

    assert changes(proposed) == ()
    assert class_results_of(proposed).total("alice") == 60.0


def test_a_score_by_hand_is_named_and_stays(proposed: Gradebook) -> None:
    override(proposed, "alice", "warmup", 99, who="Dr. Roe", why="oral exam")

    assert changes(proposed)[0].by_hand
    apply(proposed)

    assert class_results_of(proposed).total("alice") == 99.0
