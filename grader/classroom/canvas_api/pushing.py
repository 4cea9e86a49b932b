"""What differs between the gradebook and one Canvas assignment, and sending exactly that.

Nothing is ever blanked: who has no score here keeps what Canvas has. A comment is sent once: one that stands there word
for word is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from grader.classroom.canvas_api.client import Canvas
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
        user: Canvas's number of the student.
        before: the score that Canvas has; None for none.
        score: the score to send; None where Canvas has it already.
        comment: the comment to send; empty where it stands there already, or none is wanted.
    """

    student: Student
    user: int
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


def plan(
    canvas: Canvas, course: str, assignment: str, class_results: ClassResults, *, what: str, comments: bool
) -> Plan:
    """Compare the gradebook with Canvas; nothing is sent.

    Args:
        canvas: the site.
        course: Canvas's number of the course.
        assignment: Canvas's number of the assignment.
        class_results: the class.
        what: the exercise whose score it is, or "total".
        comments: whether a sentence a student goes along.

    Raises:
        ExportProblem: Canvas does not answer, or the assignment has no points to scale to.
    """
    path = f"courses/{quote(course, safe='')}/assignments/{quote(assignment, safe='')}"
    about = canvas.one(path)
    points = about.get("points_possible")
    if not points or about.get("grading_type", "points") == "not_graded":
        raise ExportProblem(f"{shown(str(about.get('name')))} has no points in Canvas; give the assignment some.")
    listing = f"{path}/submissions?include[]=user&include[]=submission_comments&per_page=100"
    entries, notes = _compared(canvas.every(listing), class_results, what, float(points), comments)
    return Plan(f"{shown(str(about.get('name')))}, {points:g} points", tuple(entries), tuple(notes))


def _compared(
    submissions: Iterable[Mapping[str, Any]], class_results: ClassResults, what: str, points: float, comments: bool
) -> tuple[list[Entry], list[str]]:
    """The entries that differ, and what is to be said."""
    index = matcher(class_results.students)
    entries: list[Entry] = []
    notes: list[str] = []
    met: set[str] = set()
    for submission in submissions:
        user = submission.get("user") or {}
        marks = [str(user.get(name) or "") for name in ("sis_user_id", "login_id", "email")]
        identities = (str(submission.get("user_id", "")), *marks[:1])
        owner = next(
            (index.by_id[identity.casefold()] for identity in identities if identity.casefold() in index.by_id), None
        )
        owner = owner or index.find("", marks, str(user.get("name") or ""))
        if owner is None or owner.id in met:
            continue
        met.add(owner.id)
        if submission.get("excused"):
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
    submission: Mapping[str, Any], class_results: ClassResults, owner: Student, what: str, points: float, comments: bool
) -> Entry | None:
    """What one student gets; None where Canvas has it all, or there is no score here."""
    score = _score(class_results, owner, what)
    if score is None:
        return None
    most = class_results.max_total if what == "total" else class_results.max_scores[what]
    before = submission.get("score")
    wanted = scaled(score, most, points)
    is_there = before is not None and abs(before - wanted) < _CLOSE
    comment = _comment_of(class_results, owner, what) if comments else ""
    stand = {str(note.get("comment", "")).strip() for note in submission.get("submission_comments") or ()}
    told = "" if comment in stand else comment
    if is_there and not told:
        return None
    return Entry(owner, int(submission["user_id"]), before, None if is_there else wanted, told)


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


def send(canvas: Canvas, course: str, assignment: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Send the entries one after the other; each is given back once Canvas has it.

    Raises:
        ExportProblem: Canvas refuses one, or says that it kept another score; those given back stand.
    """
    path = f"courses/{quote(course, safe='')}/assignments/{quote(assignment, safe='')}/submissions"
    for entry in entries:
        values: dict[str, str] = {}
        if entry.score is not None:
            values["submission[posted_grade]"] = number(entry.score)
        if entry.comment:
            values["comment[text_comment]"] = entry.comment
        kept = canvas.put(f"{path}/{entry.user}", values).get("score")
        if entry.score is not None and (kept is None or abs(kept - entry.score) >= _CLOSE):
            raise ExportProblem(
                f"Canvas kept {kept} instead of {number(entry.score)} for {entry.student.label}. "
                "Is the assignment locked, graded in another way than by points, or has Canvas a late policy of its own?"
            )
        yield entry
