"""The gradebook as the files that others read: one entry a format, chosen by name.

spreadsheet, canvas, moodle, gradescope, junit, github    one file a format
exported, matching, wording    what they share: cells, whose row it is, what a check says
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.canvas import canvas, canvas_column
from grader.classroom.exports.exported import Exported
from grader.classroom.exports.github import step_summary
from grader.classroom.exports.gradescope import results_json
from grader.classroom.exports.junit import junit
from grader.classroom.exports.moodle import ENGLISH, WorksheetColumns, moodle
from grader.classroom.exports.spreadsheet import spreadsheet
from grader.classroom.gradebook.canonical import ordered
from grader.classroom.gradebook.class_results import ClassResults, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of
from grader.classroom.students import Student
from grader.outcome import Grade


@dataclass(frozen=True)
class Options:
    """What an export may need besides the gradebook.

    Attributes:
        exercises: which ones; None for all.
        template: the text of the instructor's own Canvas gradebook or Moodle worksheet.
        columns: Canvas column titles by exercise or "total".
        ids: which of Canvas's id columns our ids are, where there is no template.
        worksheet: the names of Moodle's columns.
        student: only this one.
    """

    exercises: Sequence[str] | None = None
    template: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ids: str = "ID"
    worksheet: WorksheetColumns = ENGLISH
    student: str | None = None


def export(book: Gradebook, name: str, options: Options | None = None) -> Exported:
    """Export in one of FORMATS; raises ExportProblem when the format needs what was not given."""
    if name not in FORMATS:
        raise ExportProblem(f"There is no format {name!r}; there are {', '.join(FORMATS)}.")
    return FORMATS[name](book, options or Options())


def as_csv(book: Gradebook, options: Options) -> Exported:
    """One row a student."""
    return spreadsheet(class_results_of(book, options.exercises))


def as_canvas(book: Gradebook, options: Options) -> Exported:
    """The instructor's own gradebook filled, or one named column."""
    class_results = class_results_of(book, options.exercises)
    if options.template is not None:
        return canvas(class_results, options.template, options.columns)
    if len(options.columns) == 1:
        what, title = next(iter(options.columns.items()))
        return canvas_column(class_results, what, title, options.ids)
    raise ExportProblem(
        "Canvas needs the gradebook that you exported from it (--template FILE), or exactly one column with its id, "
        'such as --column total="Homework 3 (12345)".'
    )


def as_moodle(book: Gradebook, options: Options) -> Exported:
    """The instructor's own worksheet filled."""
    if options.template is None:
        raise ExportProblem("Moodle needs the grading worksheet that you downloaded from it (--template FILE).")
    return moodle(class_results_of(book, options.exercises), options.template, options.worksheet)


def as_gradescope(book: Gradebook, options: Options) -> Exported:
    """A results.json for each student."""
    files: dict[str, str] = {}
    notes: list[str] = []
    for place, (one, grades) in enumerate(grades_by_student(book, options), 1):
        try:
            # The student's own name may be no file name anywhere.
            files[f"{place:05d}/results.json"] = results_json(grades)
            notes.append(f"{place:05d}: {one.label}")
        except ExportProblem as problem:
            notes.append(f"{one.label}: {problem}")
    return Exported(files=files, notes=tuple(notes))


def as_junit(book: Gradebook, options: Options) -> Exported:
    """A suite for each student."""
    return Exported(junit((one.id, grades) for one, grades in grades_by_student(book, options)))


def as_github(book: Gradebook, options: Options) -> Exported:
    """A step summary of one student."""
    those = list(grades_by_student(book, options))
    if len(those) != 1:
        raise ExportProblem("A step summary shows one student's work; name one with --student.")
    return Exported(step_summary(those[0][1]))


def as_json(book: Gradebook, options: Options) -> Exported:
    """The whole gradebook, in one order."""
    return Exported(ordered(book, words=True))


def grades_by_student(book: Gradebook, options: Options) -> Iterator[tuple[Student, list[Grade]]]:
    """Everyone who has a grade, with the grades that count, one student at a time."""
    class_results: ClassResults = class_results_of(book, options.exercises)
    for one in class_results.students:
        keys = [result.key for result in class_results.of(one.id) if result.key is not None]
        if keys and options.student in (None, one.id):
            yield one, [grade_of(book, key) for key in keys]


FORMATS: Mapping[str, Callable[[Gradebook, Options], Exported]] = {
    "csv": as_csv,
    "canvas": as_canvas,
    "moodle": as_moodle,
    "gradescope": as_gradescope,
    "junit": as_junit,
    "github": as_github,
    "json": as_json,
}
