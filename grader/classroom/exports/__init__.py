"""The gradebook as the files that others read: one entry a format, chosen by name.

spreadsheet, canvas, moodle, gradescope, classroom50, junit, github    one file a format
exported, matching, wording    what they share: cells, whose row it is, what a check says
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.canvas import canvas, canvas_column
from grader.classroom.exports.exported import Exported
from grader.classroom.exports.github import step_summary
from grader.classroom.exports.gradescope import results_json
from grader.classroom.exports.junit import junit
from grader.classroom.exports.moodle import ENGLISH, WorksheetColumns, moodle, with_advice
from grader.classroom.exports.spreadsheet import spreadsheet
from grader.classroom.exports.wording import Scored
from grader.classroom.gradebook.assigning import unread_of
from grader.classroom.gradebook.canonical import ordered
from grader.classroom.gradebook.class_results import ClassResults, State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of
from grader.classroom.gradebook.submissions import students_of
from grader.classroom.names import shown
from grader.classroom.students import Student
from grader.text import nearest

_FOR_ONE_STUDENT = ("csv", "gradescope", "junit", "github")


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
        points: points of the Canvas column, where there is no template.
        advice: whether Moodle's feedback holds what the checks advise.
    """

    exercises: Sequence[str] | None = None
    template: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ids: str = "ID"
    worksheet: WorksheetColumns = ENGLISH
    student: str | None = None
    points: float | None = None
    advice: bool = False


def export(book: Gradebook, name: str, options: Options | None = None) -> Exported:
    """Export in one of FORMATS; raises ExportProblem when the format needs what was not given."""
    if name not in FORMATS:
        raise ExportProblem(f"There is no format {name!r}; there are {', '.join(FORMATS)}.")
    given = options or Options()
    _refuse_unknown_student(book, name, given.student)
    made = FORMATS[name](book, given)
    # The csv says it in the student's own row.
    unread = () if name in ("csv", "json") else unread_of(book)
    return replace(
        made, notes=(*made.notes, *(f"{entry.student}: handed in {entry}, and it is not read" for entry in unread))
    )


def _refuse_unknown_student(book: Gradebook, name: str, student: str | None) -> None:
    """Refuse --student where it would be ignored, or names nobody."""
    if student is None:
        return
    if name not in _FOR_ONE_STUDENT:
        raise ExportProblem(f"--student works with {', '.join(_FOR_ONE_STUDENT)}; {name} is always the whole class.")
    ids = [known.id for known in students_of(book)]
    if student not in ids:
        raise ExportProblem(f"The gradebook has no student {shown(student)!r}. Nearest: {nearest(student, ids[:500])}.")


def as_csv(book: Gradebook, options: Options) -> Exported:
    """One row a student."""
    return spreadsheet(_only(class_results_of(book, options.exercises), options.student))


def as_canvas(book: Gradebook, options: Options) -> Exported:
    """The instructor's own gradebook filled, or one named column."""
    class_results = class_results_of(book, options.exercises)
    if options.template is not None:
        return canvas(class_results, options.template, options.columns)
    if len(options.columns) == 1:
        what, title = next(iter(options.columns.items()))
        if options.points is None:
            raise ExportProblem(f"Without --template, --points must say how many points {title!r} has in Canvas.")
        return canvas_column(class_results, what, title, options.points, options.ids)
    raise ExportProblem(
        "Canvas needs the gradebook that you exported from it (--template FILE), or exactly one column with its id, "
        'such as --column total="Homework 3 (12345)".'
    )


def as_moodle(book: Gradebook, options: Options) -> Exported:
    """The instructor's own worksheet filled."""
    if options.template is None:
        raise ExportProblem("Moodle needs the grading worksheet that you downloaded from it (--template FILE).")
    feedback = with_advice(_advice_of(book, options)) if options.advice else None
    return moodle(class_results_of(book, options.exercises), options.template, _worksheet_columns(options), feedback)


def _advice_of(book: Gradebook, options: Options) -> dict[str, list[str]]:
    """What the checks advise each student: one mistake once, however many checks it failed."""
    advice: dict[str, list[str]] = {}
    for student, scored in scored_by_student(book, options):
        said = [f"{grade.exercise}: {check.advice}" for grade in scored for check in grade.checks if check.advice]
        advice[student.id] = list(dict.fromkeys(said))
    return advice


def _worksheet_columns(options: Options) -> WorksheetColumns:
    """What the worksheet's columns are called, as --column names them."""
    known = [field_.name for field_ in fields(WorksheetColumns)]
    unknown = [name for name in options.columns if name not in known]
    if unknown:
        raise ExportProblem(f"--column {unknown[0]} names no column of a worksheet; there are {', '.join(known)}.")
    return replace(options.worksheet, **options.columns)


def as_gradescope(book: Gradebook, options: Options) -> Exported:
    """A results.json for each student."""
    files: dict[str, str] = {}
    notes: list[str] = []
    for index, (student, scored) in enumerate(scored_by_student(book, options), 1):
        try:
            # The student's own name may be no file name anywhere.
            files[f"{index:05d}/results.json"] = results_json(scored)
            notes.append(f"{index:05d}: {student.label}")
        except ExportProblem as problem:
            notes.append(f"{student.label}: {problem}")
    return Exported(files=files, notes=tuple(notes))


def as_junit(book: Gradebook, options: Options) -> Exported:
    """A suite for each student."""
    return Exported(junit((student.id, scored) for student, scored in scored_by_student(book, options)))


def as_github(book: Gradebook, options: Options) -> Exported:
    """A step summary of one student."""
    graded = list(scored_by_student(book, options))
    if len(graded) != 1:
        raise ExportProblem("A step summary shows one student's work; name one with --student.")
    return Exported(step_summary(graded[0][1]))


def as_json(book: Gradebook, options: Options) -> Exported:
    """The whole gradebook, in one order."""
    return Exported(ordered(book, words=True))


def scored_by_student(book: Gradebook, options: Options) -> Iterator[tuple[Student, list[Scored]]]:
    """Everyone who has handed in or has a score by hand, with what counts, one student at a time."""
    class_results: ClassResults = class_results_of(book, options.exercises)
    for student in class_results.students:
        results = class_results.of(student.id)
        if options.student in (None, student.id) and any(result.state is not State.ABSENT for result in results):
            yield student, [Scored(grade_of(book, result.key) if result.key else None, result) for result in results]


def _only(class_results: ClassResults, student: str | None) -> ClassResults:
    """The class, or one student of it."""
    if student is None:
        return class_results
    return replace(class_results, students=tuple(person for person in class_results.students if person.id == student))


FORMATS: Mapping[str, Callable[[Gradebook, Options], Exported]] = {
    "csv": as_csv,
    "canvas": as_canvas,
    "moodle": as_moodle,
    "gradescope": as_gradescope,
    "junit": as_junit,
    "github": as_github,
    "json": as_json,
}
