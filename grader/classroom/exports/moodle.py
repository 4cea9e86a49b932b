"""Moodle: the instructor's own grading worksheet goes in and comes back with grades and feedback filled in.

The importer needs the worksheet's own Identifier, Grade and "Last modified (grade)" columns, in the site's language, so
nothing but the two filled columns is touched. Source: Moodle, mod/assign/feedback/offline/importgradeslib.php.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.exported import Exported, cell, number, parsed_number, scaled
from grader.classroom.exports.matching import Matcher, matcher
from grader.classroom.exports.wording import remark, said_by_people
from grader.classroom.gradebook.class_results import ClassResults, Result
from grader.classroom.names import shown
from grader.classroom.students import Student
from grader.classroom.tables import Table, read_table, write_table

_LAST_DIGITS = re.compile(r"(\d+)\D*$")
_LOCKED = ("no", "0", "false")
_BULLET = "<br>\u2022 "
# Feedback as an earlier export wrote it.
_OURS = re.compile(
    r"(?:(?:^|<br>)(?:\w+: (?:[\d.]+ of [\d.]+|nothing handed in)|handed in: [^<]*, not read|\u2022 [^<]*))+$"
)


@dataclass(frozen=True)
class WorksheetColumns:
    """What the worksheet's columns are called; on a site in another language, as that site writes them."""

    identifier: str = "Identifier"
    grade: str = "Grade"
    full_name: str = "Full name"
    email: str = "Email address"
    maximum: str = "Maximum Grade"
    changeable: str = "Grade can be changed"
    feedback: str = "Feedback comments"


ENGLISH = WorksheetColumns()


@dataclass(frozen=True)
class _Worksheet:
    """The worksheet and where its columns are; -1 for one that it does not have."""

    table: Table
    identifier: int
    grade: int
    full_name: int
    email: int
    maximum: int
    changeable: int
    feedback: int


def moodle(
    class_results: ClassResults,
    worksheet: str,
    columns: WorksheetColumns = ENGLISH,
    feedback: Callable[[ClassResults, Student], str] | None = None,
) -> Exported:
    """Fill the worksheet with each student's total on the worksheet's own scale.

    Args:
        class_results: the class; one exercise in it gives that exercise's grade.
        worksheet: the text of the CSV that Moodle gave.
        columns: the names of its columns.
        feedback: the HTML for "Feedback comments"; by default the score of each exercise.
    """
    sheet = _read_worksheet(worksheet, columns)
    index = matcher(class_results.students)
    rows = [sheet.table.rows[0]]
    met: set[str] = set()
    notes: list[str] = []
    for row in sheet.table.rows[1:]:
        owner = _find(index, sheet, row)
        if owner is None or owner.id in met or class_results.total(owner.id) is None:
            rows.append(row)
            continue
        met.add(owner.id)
        if sheet.changeable >= 0 and row[sheet.changeable].strip().casefold() in _LOCKED:
            notes.append(f"{owner.label}: Moodle says that the grade cannot be changed; left as it is")
            rows.append(row)
            continue
        if sheet.feedback >= 0 and _OURS.sub("", row[sheet.feedback]).strip():
            notes.append(f"{owner.label}: the comment that stands in the worksheet is kept, ours comes after it")
        rows.append(_filled(class_results, sheet, owner, row, feedback or _summary))
    graded = (student for student in class_results.students if class_results.total(student.id) is not None)
    notes += [f"{student.label} is not in the worksheet" for student in graded if student.id not in met]
    return Exported(write_table(replace(sheet.table, rows=tuple(rows))), notes=tuple(notes))


def _find(index: Matcher, sheet: _Worksheet, row: tuple[str, ...]) -> Student | None:
    """The student of a row: by the number in its identifier, which is the number in the zip, else address or name."""
    digits = _LAST_DIGITS.search(row[sheet.identifier])
    marks = [row[sheet.email]] if sheet.email >= 0 else []
    return index.find(digits[1] if digits else "", marks, row[sheet.full_name] if sheet.full_name >= 0 else "")


def _filled(
    class_results: ClassResults,
    sheet: _Worksheet,
    student: Student,
    row: tuple[str, ...],
    feedback: Callable[[ClassResults, Student], str],
) -> tuple[str, ...]:
    """The row with grade and feedback; everything else as it was."""
    cells = list(row)
    maximum = row[sheet.maximum] if sheet.maximum >= 0 else ""
    total = class_results.total(student.id) or 0.0
    grade = f"{scaled(total, class_results.max_total, parsed_number(maximum)):.2f}"
    # A site with decimal commas reads "8.50" as text.
    cells[sheet.grade] = grade.replace(".", ",") if "," in maximum else grade
    if sheet.feedback >= 0:
        cells[sheet.feedback] = _beside(row[sheet.feedback], cell(feedback(class_results, student)))
    return tuple(cells)


def _beside(present: str, ours: str) -> str:
    """Our feedback after what a person wrote there; what an earlier export wrote is replaced."""
    person = _OURS.sub("", present).rstrip()
    return f"{person}<br>{ours}" if person else ours


def _summary(class_results: ClassResults, student: Student) -> str:
    """The score of each exercise, as HTML."""
    lines = (
        f"{html.escape(result.exercise)}: {number(result.score) or 'nothing handed in'}"
        f"{'' if result.score is None else ' of ' + number(result.max_score)}"
        f"{''.join(_BULLET + html.escape(sentence) for sentence in (*_reason(result), *said_by_people(result)))}"
        for result in class_results.of(student.id)
    )
    unread = class_results.unread.get(student.id, ())
    said = (f"handed in: {html.escape(shown(', '.join(unread)))}, not read",) if unread else ()
    return "<br>".join((*lines, *said))


def _reason(result: Result) -> Iterator[str]:
    """Why the score is not the grader's own, without the brackets."""
    if result.score is not None and remark(result):
        yield remark(result).strip().removeprefix("(").removesuffix(")")


def with_advice(advice: Mapping[str, Sequence[str]]) -> Callable[[ClassResults, Student], str]:
    """Feedback that adds what the checks advise.

    Args:
        advice: sentences by student.
    """

    def feedback(class_results: ClassResults, student: Student) -> str:
        said = (html.escape(shown(sentence, 1000)) for sentence in advice.get(student.id, ()))
        return "".join((_summary(class_results, student), *(_BULLET + line for line in said)))

    return feedback


def _likely_grade(table: Table) -> str:
    """The column before the first that holds one and the same number in every row, the maximum; "..." for none."""
    for column in range(2, len(table.header)):
        cells = {row[column].strip() if column < len(row) else "" for row in table.rows[1:]}
        if len(cells) == 1 and parsed_number(next(iter(cells))):
            return table.header[column - 1]
    return "..."


def _read_worksheet(text: str, columns: WorksheetColumns) -> _Worksheet:
    """Read what Moodle gave; raises ExportProblem when the needed columns are not in it."""
    try:
        table = read_table(text)
    except ValueError as error:
        raise ExportProblem(f"The worksheet cannot be read: {error}. Download it again from Moodle.") from error
    header = table.header
    for title in (columns.identifier, columns.grade):
        if title not in header:
            raise ExportProblem(
                f"The worksheet has no column {title!r}; it has {', '.join(header)}. Download Moodle's grading "
                "worksheet; where the site is not in English, name its columns: "
                f'--column identifier="{header[0]}" --column grade="{_likely_grade(table)}".'
            )
    width = len(header)
    rows = tuple((*row, *[""] * (width - len(row))) for row in table.rows)
    places = {name: header.index(title) if title in header else -1 for name, title in vars(columns).items()}
    return _Worksheet(replace(table, rows=rows), **places)
