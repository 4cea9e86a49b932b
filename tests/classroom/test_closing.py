"""What a run says at its end: mean, zeros, faults, what was left out, the next command; a regrade begins with its sum."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from made_class import TODAY

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record_fault
from grader.classroom.gradebook.pending import pending
from grader.classroom.gradebook.regrading import Change, CheckChange
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.intake.trees import LeftOut, Unread
from grader.classroom.running.closing import change_lines, change_summary, class_lines, left_out_lines
from grader.courses import built_in
from grader.outcome import Status

Class = Callable[..., Gradebook]


def test_the_end_of_a_run_says_how_the_class_did_and_what_to_do_next(book: Gradebook, class_of: Class) -> None:
    """Means and zeros by exercise, faults apart from zeros."""
    class_of(book, {"ann": {"warmup": 80.0}, "bo": {"warmup": 50.0}, "cy": {"warmup": None}, "di": {}})
    record_fault(book, pending(book, {"warmup": TODAY}), "the disk was full")

    said = list(class_lines(book, Path("out"), built_in()))

    assert said[0] == ("  warmup: mean 65.0 of 100, 2 students, 1 not graded, a fault of the grader, 1 without a file")
    assert said[-1] == "Next: `grade report out` for pages, `grade export out` for scores."


def test_what_was_left_out_is_counted_with_the_way_to_settle_it(book: Gradebook, class_of: Class) -> None:
    """Files, and the students whose answer may be among them."""
    class_of(book, {"ann": {"warmup": 80.0}})
    enrol(book, (), (), [LeftOut("ann/a.rar", "is an archive"), LeftOut("b", "c")], [Unread("ann/a.rar", "x", "ann")])

    said = " ".join(class_lines(book, Path("out"), built_in()))

    assert "left out: 2 files; 1 handed in something that could not be read: `grade assign` settles it" in said


def change(student: str, before: float, after: float, check: str, by_hand: bool = False) -> Change:
    """One student's change by one check."""
    moved = CheckChange(check, before, after, Status.PASSED, Status.FAILED)
    return Change(student, "warmup", 1, before, after, by_hand, (moved,))


def test_a_regrade_begins_with_its_sum() -> None:
    """Up, down, and by which check."""
    found = [
        change("ann", 80, 90, "adds"),
        change("bo", 80, 70, "means"),
        change("cy", 80, 60, "means", by_hand=True),
    ]

    said = list(change_summary(found))

    assert said == [
        "3 would change: 1 up (by 10.0 on average), 2 down (by 15.0 on average); 1 of them keep their score by hand.",
        "  warmup means: 2",
        "  warmup adds: 1",
    ]
    assert [line for line in change_lines(found) if line.startswith("cy")] == [
        "cy warmup: 80 -> 60 (-20) (a score by hand counts all the same)"
    ]


def test_nothing_to_change_has_no_summary() -> None:
    """The last line says it."""
    assert list(change_summary([])) == []


def test_the_same_file_left_out_everywhere_is_one_line() -> None:
    entries = [LeftOut(f"s{number}/readme.txt", "is no .py file") for number in range(300)]

    assert list(left_out_lines([*entries, LeftOut("s1/a.rar", "is an archive")])) == [
        "left out: 300 x readme.txt (s0/readme.txt and others): is no .py file",
        "left out: s1/a.rar: is an archive",
    ]
