"""What `grade rubric` and `grade mark` do."""

from __future__ import annotations

from pathlib import Path

import click

from grader.classroom.exports.exported import cell, number, parsed_number
from grader.classroom.gradebook.course_kept import refuse_other_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.rubric.criteria import Criterion, read_rubric, rubric_of, set_rubric
from grader.classroom.gradebook.rubric.points import give_points, marked_of
from grader.classroom.gradebook.submissions import students_of
from grader.classroom.running.class_run import say
from grader.classroom.tables import decoded, read_table, write_rows
from grader.command.instructor.platform_commands import written
from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole


def use_rubric(
    course: Course, folder: Path, rubric: Path | None, sheet: Path | None, filled: Path | None, who: str
) -> None:
    """Set the criteria, write a sheet, take a filled one in, and show what there is."""
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        if rubric is not None:
            set_rubric(book, read_rubric(decoded(rubric.read_bytes()), course.names()))
        if sheet is not None:
            with written(sheet):
                write_whole(sheet, _sheet_of(book))
            say(f"{sheet}: fill it in, then `grade rubric {folder} --from {sheet} --who NAME`.")
        if filled is not None:
            say(f"{_take_sheet(book, decoded(filled.read_bytes()), who)} points taken from {filled}.")
        for criterion in rubric_of(book):
            click.echo(f"{criterion.exercise} {criterion.name}: {criterion.title}, {criterion.points:g} points")
        if not rubric_of(book):
            say("There is no rubric; `grade rubric DIR FILE.yaml` sets one.")


def mark(
    course: Course,
    folder: Path,
    student: str,
    exercise: str,
    criterion: str,
    points: float | None,
    who: str,
    words: str,
) -> None:
    """Give points in one criterion."""
    name = course.resolve(exercise)
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        given = give_points(book, student, name, criterion, points, who=who, words=words)
    most = given.criterion.points
    say(f"{student} {name} {criterion}: {'taken back' if given.points is None else f'{given.points:g} of {most:g}'}.")


def _sheet_of(book: Gradebook) -> str:
    """A CSV with a row a student and a column a criterion, filled with what is given so far."""
    criteria, marked = rubric_of(book), marked_of(book)
    rows = [["student", "name", *map(_title, criteria)]]
    for student in students_of(book):
        points = (marked.get((student.id, criterion.exercise, criterion.name), (None,))[0] for criterion in criteria)
        rows.append([cell(student.id), cell(student.name), *map(number, points)])
    return write_rows(rows)


def _take_sheet(book: Gradebook, text: str, who: str) -> int:
    """Give the points of a filled sheet where they differ, all or none; returns how many.

    Raises:
        UsageProblem: a column or a number is missing or wrong.
        OverrideProblem: an unknown student, or more points than there are.
    """
    try:
        table = read_table(text)
    except ValueError as error:
        raise UsageProblem(f"The sheet cannot be read: {error}.") from error
    columns = {
        criterion: table.header.index(_title(criterion))
        for criterion in rubric_of(book)
        if _title(criterion) in table.header
    }
    if "student" not in table.header or not columns:
        raise UsageProblem("The sheet must have the columns that --sheet writes; got " + ", ".join(table.header) + ".")
    identity, marked, given = table.header.index("student"), marked_of(book), []
    for line, row in enumerate(table.rows[1:], 2):
        for criterion, column in columns.items():
            text = row[column].strip() if column < len(row) else ""
            points = parsed_number(text, table.delimiter == ";")
            if text and points is None:
                raise UsageProblem(f"Row {line}, {_title(criterion)}: must be a number; got {text!r}.")
            student = row[identity].removeprefix("'")
            if points is not None and marked.get((student, criterion.exercise, criterion.name), (None,))[0] != points:
                given.append((student, criterion, points))
    known = {student.id for student in students_of(book)}
    wrong = [
        f"{student}: {points:g} in {_title(criterion)}"
        for student, criterion, points in given
        if student not in known or not 0 <= points <= criterion.points
    ]
    if wrong:
        raise UsageProblem(f"No such student, or more points than there are: {'; '.join(wrong[:5])}. Nothing is taken.")
    for student, criterion, points in given:
        give_points(book, student, criterion.exercise, criterion.name, points, who=who)
    return len(given)


def _title(criterion: Criterion) -> str:
    """Such as "exercise3 style (10)"."""
    return f"{criterion.exercise} {criterion.name} ({criterion.points:g})"
