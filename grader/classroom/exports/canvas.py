"""Canvas: a grades file that its importer takes at the first try and that never creates a column by accident.

The instructor's own exported gradebook says which columns exist; only those are filled, and only students with a score
stand in the file, because the importer reads a blank over a score as a change. Source: Canvas LMS,
lib/gradebook_importer.rb.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.exported import Exported, cell, number, parsed_number, scaled
from grader.classroom.exports.matching import Matcher, matcher
from grader.classroom.gradebook.class_results import ClassResults
from grader.classroom.names import folded
from grader.classroom.students import Student
from grader.classroom.tables import Table, read_table, write_rows

_TITLE = re.compile(r"^(?P<title>.*\S) \((?P<id>\d+)\)$")
_TOTAL = "total"
_EXCUSED = "EX"
_INFO_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_NAME_COLUMNS = (("Student", "ID"), ("LastName", "FirstName", "ID"))
_POINTS_POSSIBLE = "points possible"
_READ_ONLY = "(read only)"


@dataclass(frozen=True)
class _Sheet:
    """The instructor's exported gradebook.

    Attributes:
        first_id: place of the first column that identifies the student.
        info: how many columns describe the student; the last of them is "Section".
        points: the row with the points possible, or None.
        students: the rows of the students.
        assignments: places of the columns that can be filled, by their full title.
    """

    table: Table
    first_id: int
    info: int
    points: tuple[str, ...] | None
    students: tuple[tuple[str, ...], ...]
    assignments: Mapping[str, int]

    def points_possible(self, column: int) -> float | None:
        """The scale of a column, where the file says it.

        Raises:
            ExportProblem: what it says is no number: scores on an unknown scale would be wrong in silence.
        """
        text = self.points[column].strip() if self.points and column < len(self.points) else ""
        scale = parsed_number(text, self.decimal_comma) if text else None
        if text and scale is None:
            raise ExportProblem(
                f"The points of {self.table.header[column]} must be a number; got {text!r}. Export the gradebook again."
            )
        return scale

    @property
    def decimal_comma(self) -> bool:
        """Whether the file is one of a country that writes 12,5: those have semicolons between the cells."""
        return self.table.delimiter == ";"

    def written(self, score: float) -> str:
        """A score as the file writes numbers."""
        text = number(score)
        return text.replace(".", ",") if self.decimal_comma else text


def canvas(class_results: ClassResults, exported_gradebook: str, columns: Mapping[str, str] | None = None) -> Exported:
    """Fill the instructor's own export.

    Args:
        class_results: the class.
        exported_gradebook: the text of the CSV that Canvas exported.
        columns: column titles by exercise (or "total"), where they are not named as the exercises are.
    """
    sheet = _read_sheet(exported_gradebook)
    places = _places_of(class_results, sheet, columns or {})
    index = matcher(class_results.students)
    ids = _id_place(sheet, index)
    rows: list[list[str]] = []
    met: set[str] = set()
    notes: list[str] = []
    for row in sheet.students:
        owner = index.find(row[ids], row[sheet.first_id : sheet.info - 1], " ".join(row[: sheet.first_id]))
        if owner is None:
            continue
        if owner.id in met:
            notes.append(f"{owner.label} matches two rows of the file; the first was filled")
            continue
        met.add(owner.id)
        filled = _filled_cells(class_results, sheet, places, owner, row, notes)
        if filled is not None:
            rows.append([*map(cell, row[: sheet.info]), *filled])
    notes += [
        f"{student.label} is not in the file"
        for student in class_results.students
        if student.id not in met and _has_any(class_results, student)
    ]
    header = [*sheet.table.header[: sheet.info], *(sheet.table.header[column] for column in places.values())]
    points = [[*sheet.points[: sheet.info], *(sheet.points[p] for p in places.values())]] if sheet.points else []
    return Exported(write_rows([header, *points, *rows], sheet.table.delimiter), notes=tuple(notes))


def _id_place(sheet: _Sheet, index: Matcher) -> int:
    """The column of ids that ours are: of Canvas's three the one where most are found.

    One column for all: a Canvas id may by chance be another student's number at the school.
    """
    places = range(sheet.first_id, sheet.info - 1)
    return max(places, key=lambda column: sum(row[column].strip().casefold() in index.by_id for row in sheet.students))


def _filled_cells(
    class_results: ClassResults,
    sheet: _Sheet,
    places: Mapping[str, int],
    student: Student,
    row: tuple[str, ...],
    notes: list[str],
) -> list[str] | None:
    """The cells of one student, or None when there is nothing to tell; what has no score keeps its present value."""
    cells: list[str] = []
    told = False
    for what, column in places.items():
        score, max_score = _score_of(class_results, student, what)
        present = row[column] if column < len(row) else ""
        if present.strip().upper() == _EXCUSED and score is not None:
            notes.append(f"{student.label} is excused from {sheet.table.header[column]}; left so")
            score = None
        told = told or score is not None
        scale = sheet.points_possible(column)
        cells.append(present if score is None else sheet.written(scaled(score, max_score, scale)))
    return cells if told else None


def _score_of(class_results: ClassResults, student: Student, what: str) -> tuple[float | None, float]:
    """A score and the points to be had, of one exercise or of all."""
    if what == _TOTAL:
        return class_results.total(student.id), class_results.max_total
    return class_results.results[student.id, what].score, class_results.max_scores[what]


def _has_any(class_results: ClassResults, student: Student) -> bool:
    """Whether the student has any score."""
    return any(result.score is not None for result in class_results.of(student.id))


def _read_sheet(text: str) -> _Sheet:
    """Read what Canvas exported; raises ExportProblem when it is something else."""
    try:
        table = read_table(text)
    except ValueError as error:
        raise ExportProblem(f"The Canvas gradebook cannot be read: {error}. Export it again from Canvas.") from error
    header = table.header
    if "Section" not in header or not any(header[: len(names)] == names for names in _NAME_COLUMNS):
        raise ExportProblem(
            "The file is no gradebook exported from Canvas: its columns begin with Student, ID and hold Section; "
            f"got {', '.join(header[:6])}. In Canvas: Grades, Export, Export Entire Gradebook."
        )
    info = header.index("Section") + 1
    points = next((row for row in table.rows[1:4] if _POINTS_POSSIBLE in row[0].casefold()), None)
    first = table.rows.index(points) + 1 if points else 1
    students = tuple(row for row in table.rows[first:] if len(row) > info and row[0].strip() and any(row[1:info]))
    fillable = {
        header[column]: column
        for column in range(info, len(header))
        if _TITLE.match(header[column])
        and not (points and column < len(points) and _READ_ONLY in points[column].casefold())
    }
    return _Sheet(table, header.index("ID"), info, points, students, fillable)


def _places_of(class_results: ClassResults, sheet: _Sheet, columns: Mapping[str, str]) -> Mapping[str, int]:
    """Where each exercise (or the total) goes; only columns that exist already."""
    if columns:
        return {_known(what, class_results): _place_of(title, sheet) for what, title in columns.items()}
    places: dict[str, int] = {}
    for exercise in class_results.exercises:
        named = [title for title in sheet.assignments if folded(_plain_title(title)) == folded(exercise)]
        if len(named) == 1:
            places[exercise] = sheet.assignments[named[0]]
    if not places:
        raise ExportProblem(
            "No column of the Canvas gradebook is named as an exercise is. Name the columns to fill, such as "
            f'--column {_TOTAL}="{next(iter(sheet.assignments), "Title (12345)")}"; the file has: '
            f"{'; '.join(sheet.assignments) or 'no column that can be filled'}."
        )
    return places


def _place_of(title: str, sheet: _Sheet) -> int:
    """The place of a column given by its full title, or by its title without the id where that is unique."""
    if title in sheet.assignments:
        return sheet.assignments[title]
    places = [column for full, column in sheet.assignments.items() if _plain_title(full) == title]
    if len(places) == 1:
        return places[0]
    raise ExportProblem(
        f"The Canvas gradebook has no column {title!r} to fill, and a new one must not arise by accident; it has: "
        f"{'; '.join(sheet.assignments) or 'none'}."
    )


def _plain_title(full: str) -> str:
    """A column's title without its id."""
    match = _TITLE.match(full)
    return match["title"] if match else full


def _known(what: str, class_results: ClassResults) -> str:
    """The name, if it is an exercise's or the total's."""
    if what != _TOTAL and what not in class_results.exercises:
        raise ExportProblem(
            f"There is no exercise {what!r} here; there are {', '.join((*class_results.exercises, _TOTAL))}."
        )
    return what


def canvas_column(
    class_results: ClassResults, what: str, full_title: str, points_possible: float, ids: str = "ID"
) -> Exported:
    """One column without the instructor's file: its full title with the id must be given.

    Args:
        class_results: the class.
        what: the exercise, or "total".
        full_title: such as "Homework 3 (12345)".
        points_possible: the points of that assignment in Canvas; scores are scaled to them.
        ids: which of Canvas's columns the ids of our students are: "ID", "SIS User ID" or "SIS Login ID".
    """
    if not _TITLE.match(full_title):
        raise ExportProblem(f'A column needs its id from Canvas, such as "Homework 3 (12345)"; got {full_title!r}.')
    if ids not in _INFO_COLUMNS[1:4]:
        raise ExportProblem(f"Ids are one of {', '.join(_INFO_COLUMNS[1:4])}; got {ids!r}.")
    rows: list[list[str]] = [[*_INFO_COLUMNS, full_title]]
    for student in class_results.students:
        score, max_score = _score_of(class_results, student, _known(what, class_results))
        if score is not None:
            identity = [cell(student.id) if column == ids else "" for column in _INFO_COLUMNS[1:4]]
            points = number(scaled(score, max_score, points_possible))
            rows.append([cell(student.name or student.id), *identity, cell(student.section), points])
    return Exported(write_rows(rows))
