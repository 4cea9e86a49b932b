"""The lines of a mistake as people read them: what changed, and little else."""

from __future__ import annotations

from grader.courses import built_in
from grader.debugging.afterwards import changed_lines, lesson_of
from grader.debugging.record import BugRecord, Record, read_record


def bug_of(exercise: str, mistake: str) -> tuple[Record, BugRecord]:
    """One bug and the record it stands in."""
    record = read_record(built_in(), exercise)
    return record, next(bug for bug in record.bugs.values() if bug.mistake == mistake)


def test_a_line_that_moved_is_seen_between_those_that_stayed() -> None:
    """Two functions that swapped their lines would be read as four changes otherwise."""
    _, bug = bug_of("exercise5", "steps_once_an_epoch")

    assert changed_lines(bug) == [
        "-     optimizer.step()",
        "      total += loss.item() * len(y)",
        "      count += len(y)",
        "+ optimizer.step()",
        "  return total / count",
    ]


def test_the_lesson_leaves_out_what_stayed_at_the_ends() -> None:
    """But it keeps an order that matters."""
    added = lesson_of(*bug_of("exercise4", "starts_from_zero_weights"))
    moved = lesson_of(*bug_of("exercise5", "clears_before_the_step"))

    assert added.right == ()
    assert added.wrong[0] == "for layer in (first, last):"
    assert moved.wrong[-1] == "optimizer.zero_grad()"
    assert moved.right[0] == "optimizer.zero_grad()"


def test_a_fact_is_told_beside_the_right_one_in_any_grammar() -> None:
    """Some facts are sentences of their own: "it gives [1.0]"."""
    record, bug = bug_of("exercise1", "forgets_to_leave_the_graph")

    told = record.scenes[bug.scene].sentence(bug.shows)

    assert told.endswith("it stops with a RuntimeError; a right program: it gives [1.0].")
