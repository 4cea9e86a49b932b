"""A regrade is shown before it is written: who would change, by how much, and by which check."""

from __future__ import annotations

from dataclasses import dataclass

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of, link
from grader.classroom.gradebook.overrides import overrides_of
from grader.classroom.gradebook.pending import Pending
from grader.outcome import CheckOutcome, Status


@dataclass(frozen=True)
class CheckChange:
    """One check that would end otherwise; None where it did not or will not exist."""

    check: str
    points_before: float | None
    points_after: float | None
    status_before: Status | None
    status_after: Status | None


@dataclass(frozen=True)
class Change:
    """What a regrade would change for one submission.

    Attributes:
        before: the automatic score that counts now, None where there is none.
        after: the automatic score that would count.
        by_hand: whether a score by hand counts all the same.
        checks: the checks behind it.
    """

    student: str
    exercise: str
    attempt: int
    before: float | None
    after: float
    by_hand: bool
    checks: tuple[CheckChange, ...]

    @property
    def difference(self) -> float:
        """Points gained, negative when lost."""
        return round(self.after - (self.before or 0.0), 6)


def _proposals(book: Gradebook) -> tuple[Pending, ...]:
    """The submissions that have a proposed grade."""
    rows = book.rows(
        "SELECT p.student, p.exercise, p.attempt, g.source_hash, 0, p.key FROM proposed AS p "
        "JOIN grade AS g ON g.key = p.key ORDER BY p.student, p.exercise, p.attempt"
    )
    return tuple(Pending(*row) for row in rows)


def changes(book: Gradebook) -> tuple[Change, ...]:
    """What applying the proposals would change: only submissions of which the score or a check's points differ."""
    by_hand = overrides_of(book)
    candidates = (
        _change_of(book, submission, (submission.student, submission.exercise) in by_hand)
        for submission in _proposals(book)
    )
    return tuple(change for change in candidates if change.before != change.after or change.checks)


def _change_of(book: Gradebook, submission: Pending, by_hand: bool) -> Change:
    """Old against new for one submission."""
    ids = (submission.student, submission.exercise, submission.attempt)
    row = book.row("SELECT key FROM current_grade WHERE (student, exercise, attempt) = (?, ?, ?)", ids)
    after = grade_of(book, submission.key)
    before = grade_of(book, row[0]) if row else None
    checks_before = {check.name: check for check in before.checks} if before else {}
    checks_after = {check.name: check for check in after.checks}
    checks = tuple(
        _check_change(name, checks_before.get(name), checks_after.get(name))
        for name in dict.fromkeys((*checks_after, *checks_before))
        if _verdict(checks_before.get(name)) != _verdict(checks_after.get(name))
    )
    return Change(*ids, before.score if before else None, after.score, by_hand, checks)


def _verdict(check: CheckOutcome | None) -> tuple[float, Status] | None:
    """What of a check a regrade compares."""
    return (check.points, check.status) if check else None


def _check_change(name: str, before: CheckOutcome | None, after: CheckOutcome | None) -> CheckChange:
    """One check, old against new."""
    return CheckChange(
        name,
        before.points if before else None,
        after.points if after else None,
        before.status if before else None,
        after.status if after else None,
    )


def apply(book: Gradebook) -> int:
    """Let the proposed grades count, all in one transaction; returns how many. Scores by hand stay."""
    proposed = _proposals(book)
    with book.transaction() as connection:
        link(connection, proposed)
        connection.execute("DELETE FROM proposed")
    return len(proposed)


def drop(book: Gradebook) -> int:
    """Forget the proposals; returns how many there were."""
    number = len(_proposals(book))
    with book.transaction() as connection:
        connection.execute("DELETE FROM proposed")
    return number
