"""What differs between the gradebook and one Canvas assignment, and sending exactly that.

Nothing is ever blanked: who has no score here keeps what Canvas has. A comment is sent once: one that stands there word
for word is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from canvasapi.assignment import Assignment
from canvasapi.submission import Submission

from grader.classroom.canvas_api.client import edit, submissions_of
from grader.classroom.errors import ExportProblem
from grader.classroom.exports.exported import number, scaled
from grader.classroom.exports.matching import matcher
from grader.classroom.exports.wording import remark, said_by_people
from grader.classroom.gradebook.class_results import ClassResults
from grader.classroom.names import shown
from grader.classroom.students import Student

# Two decimals are what Canvas compares.
_CLOSE = 0.005


@dataclass(frozen=True)
class Entry:
    """What one student gets.

    Attributes:
        submission: what Canvas holds of the student.
        before: the score that Canvas has; None for none.
        score: the score to send; None where Canvas has it already.
        comment: the comment to send; empty where it stands there already, or none is wanted.
    """

    student: Student
    submission: Submission
    before: float | None
    score: float | None
    comment: str

    def __str__(self) -> str:
        """Such as "Ann Lee (1001): 7 -> 8.5, and a comment"."""
        parts = [] if self.score is None else [f"{number(self.before) or 'none'} -> {number(self.score)}"]
        parts += ["a comment"] if self.comment else []
        return f"{self.student.label}: {', and '.join(parts)}"


@dataclass(frozen=True)
class Plan:
    """What would be sent, and sentences on who gets nothing and why."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


def plan(assignment: Assignment, class_results: ClassResults, *, what: str, comments: bool) -> Plan:
    """Compare the gradebook with Canvas; nothing is sent.

    Args:
        assignment: as `client.assignment_at` gives it.
        class_results: the class.
        what: the exercise whose score it is, or "total".
        comments: whether a sentence a student goes along.

    Raises:
        ExportProblem: Canvas does not answer, or the assignment has no points to scale to.
    """
    name = shown(str(getattr(assignment, "name", None)))
    points = getattr(assignment, "points_possible", None)
    if not points or getattr(assignment, "grading_type", "points") == "not_graded":
        raise ExportProblem(f"{name} has no points in Canvas; give the assignment some.")
    entries, notes = _compared(submissions_of(assignment), class_results, what, float(points), comments)
    return Plan(f"{name}, {points:g} points", tuple(entries), tuple(notes))


def _compared(
    submissions: Iterable[Submission], class_results: ClassResults, what: str, points: float, comments: bool
) -> tuple[list[Entry], list[str]]:
    """The entries that differ, and what is to be said."""
    index = matcher(class_results.students)
    entries: list[Entry] = []
    notes: list[str] = []
    met: set[str] = set()
    for submission in submissions:
        user = getattr(submission, "user", None) or {}
        marks = [str(user.get(name) or "") for name in ("sis_user_id", "login_id", "email")]
        identities = (str(getattr(submission, "user_id", "")), *marks[:1])
        owner = next(
            (index.by_id[identity.casefold()] for identity in identities if identity.casefold() in index.by_id), None
        )
        owner = owner or index.find("", marks, str(user.get("name") or ""))
        if owner is None or owner.id in met:
            continue
        met.add(owner.id)
        if getattr(submission, "excused", False):
            notes.append(f"{owner.label} is excused in Canvas; left so")
            continue
        entry = _entry(submission, class_results, owner, what, points, comments)
        entries += [entry] if entry is not None else []
    missing = [
        student
        for student in class_results.students
        if student.id not in met and _score(class_results, student, what) is not None
    ]
    notes += [f"{student.label} is not in the Canvas assignment" for student in missing]
    return entries, notes


def _entry(
    submission: Submission, class_results: ClassResults, owner: Student, what: str, points: float, comments: bool
) -> Entry | None:
    """What one student gets; None where Canvas has it all, or there is no score here."""
    score = _score(class_results, owner, what)
    if score is None:
        return None
    most = class_results.max_total if what == "total" else class_results.max_scores[what]
    before = getattr(submission, "score", None)
    wanted = scaled(score, most, points)
    is_there = before is not None and abs(before - wanted) < _CLOSE
    comment = _comment_of(class_results, owner, what) if comments else ""
    stand = {str(note.get("comment", "")).strip() for note in getattr(submission, "submission_comments", None) or ()}
    told = "" if comment in stand else comment
    if is_there and not told:
        return None
    return Entry(owner, submission, before, None if is_there else wanted, told)


def _score(class_results: ClassResults, student: Student, what: str) -> float | None:
    return class_results.total(student.id) if what == "total" else class_results.results[student.id, what].score


def _comment_of(class_results: ClassResults, student: Student, what: str) -> str:
    """The score of each exercise, why it is not the grader's own, and what people said."""
    results = [entry for entry in class_results.of(student.id) if what in ("total", entry.exercise)]
    lines: list[str] = []
    for result in results:
        points = "" if result.score is None else f"{number(result.score)} of {number(result.max_score)} points"
        lines.append(f"{result.exercise}: {points}{remark(result)}")
        lines += said_by_people(result)
    return "\n".join(line.strip() for line in lines)


def send(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Send the entries one after the other; each is given back once Canvas has it.

    Raises:
        ExportProblem: Canvas refuses one, or says that it kept another score; those given back stand.
    """
    for entry in entries:
        values: dict[str, dict[str, str]] = {}
        if entry.score is not None:
            values["submission"] = {"posted_grade": number(entry.score)}
        if entry.comment:
            values["comment"] = {"text_comment": entry.comment}
        edit(entry.submission, values)
        kept = getattr(entry.submission, "score", None)
        if entry.score is not None and (kept is None or abs(kept - entry.score) >= _CLOSE):
            raise ExportProblem(
                f"Canvas kept {kept} instead of {number(entry.score)} for {entry.student.label}. "
                "Is the assignment locked, graded in another way than by points, or has Canvas a late policy of its own?"
            )
        yield entry
