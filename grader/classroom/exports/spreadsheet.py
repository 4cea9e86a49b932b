"""The default export: CSV, one row a student, a column for each exercise, the total, and a word on what is unusual."""

from __future__ import annotations

from collections.abc import Iterator

from grader.classroom.exports.exported import Exported, cell, number
from grader.classroom.exports.wording import late_words, said_by_people
from grader.classroom.gradebook.class_results import ClassResults, Result, State
from grader.classroom.names import shown
from grader.classroom.tables import write_rows


def spreadsheet(class_results: ClassResults) -> Exported:
    """Scores of the whole class; a blank cell means no score, never 0, and the last column says why."""
    header = ["student", "name", *class_results.exercises, "total", "remarks"]
    rows = [[cell(title) for title in header]]
    for student in class_results.students:
        results = class_results.of(student.id)
        scores = [number(result.score) for result in results]
        absent = () if student.on_roster else ("not on the roster (any more)",)
        unread = class_results.unread.get(student.id, ())
        handed = (f"handed in: {shown(', '.join(unread))}, not read",) if unread else ()
        said = "; ".join((*absent, *handed, *(remark for result in results for remark in _remarks(result))))
        rows.append(
            [cell(student.id), cell(student.name), *scores, number(class_results.total(student.id)), cell(said)]
        )
    return Exported(write_rows(rows))


def _remarks(result: Result) -> Iterator[str]:
    """What the instructor should know about one score."""
    if result.state is State.NOT_GRADED:
        yield f"{result.exercise} not graded: {result.fault}"
    if result.state is State.WAITING:
        yield f"{result.exercise} not graded yet"
    if result.override is not None:
        yield f"{result.exercise} by hand ({result.override.who}: {result.override.why})"
    elif late_words(result):
        yield f"{result.exercise} {late_words(result)}"
    elif result.time_unknown:
        yield f"{result.exercise} never late: nobody knows when it was handed in"
    yield from (f"{result.exercise} {comment}" for comment in said_by_people(result))
