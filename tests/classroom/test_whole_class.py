"""From hand-out to feedback in every layout: each student's total is what their story says, wherever it is read.

The files are not graded here: each gets the points that its first line says. With real checks, 300 people and a kill in
the middle: `pytest -m slow tests/classroom/test_whole_class_slow.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_outs import HAND_OUTS, HandOut
from made_class import TODAY, outcome_for
from settled_class import assign_the_unmatched, check_all, settle_everything
from whole_class import COURSE, FIRST, ON_PAPER, SECOND, ZONE, Kind, Person, Story, roster_of, the_class

from grader.classroom.gradebook.counting import name_exercises
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.submissions import source_of
from grader.classroom.running.grade_pending import hand_in

PEOPLE = the_class(2 * len(Story))
POINTS = {
    (exercise, kind): points + extra
    for exercise, extra in ((FIRST, 0.0), (SECOND, -2.5))
    for kind, points in ((Kind.RIGHT, 100.0), (Kind.WRONG, 83.5), (Kind.STUB, 52.5), (Kind.BROKEN, 57.0))
}
TEXTS = {
    (exercise, kind): COURSE.stub_path(exercise).read_bytes()
    if kind is Kind.STUB
    else f"# {kind} {exercise}\nx = 1\n".encode()
    for exercise, kind in POINTS
}


def grade_by_first_line(book: Gradebook) -> None:
    """Give each file the points of its kind."""
    kinds = {text.splitlines()[0]: kind for (_, kind), text in TEXTS.items()}
    for waiting in by_key(pending(book, {name: TODAY for name in (FIRST, SECOND)})):
        first = waiting[0]
        kind = kinds.get(source_of(book, first.source_hash).splitlines()[0], Kind.RIGHT)
        record(book, waiting, TODAY, outcome_for(first.exercise, POINTS[first.exercise, kind]))


def run_class(out: Path, submissions: Path, people: tuple[Person, ...], roster: Path) -> None:
    """What `grade class` does, with grades that cost nothing."""
    with Gradebook.open(out, create=True) as book:
        book.keep_setting("course", COURSE.name)
        name_exercises(book, [FIRST, SECOND, ON_PAPER])
        hand_in(book, submissions, roster, COURSE, zone=ZONE)
        grade_by_first_line(book)


@pytest.mark.parametrize("hand_out", HAND_OUTS, ids=lambda hand_out: hand_out.name)
def test_every_total_is_what_the_story_says_wherever_it_is_read(tmp_path: Path, hand_out: HandOut) -> None:
    submissions, roster = hand_out.write(tmp_path, PEOPLE, TEXTS), tmp_path / "roster.csv"
    roster.write_text(roster_of(PEOPLE), "utf-8")
    out = tmp_path / "out"
    run_class(out, submissions, PEOPLE, roster)
    assign_the_unmatched(out, hand_out, PEOPLE)
    run_class(out, submissions, PEOPLE, roster)
    settle_everything(out, PEOPLE, tmp_path)

    check_all(out, hand_out, PEOPLE, POINTS)
