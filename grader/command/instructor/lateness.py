"""`grade late` and `grade extend`: the late policy of a class from the command line; scores follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from grader.classroom.exports.matching import matcher
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import (
    EVERY_EXERCISE,
    Extension,
    LateRule,
    grant_extensions,
    late_policy_of,
    set_grace_days,
    set_late_rule,
    without_a_time,
)
from grader.classroom.gradebook.submissions import is_enrolled, students_of
from grader.classroom.names import folded, shown
from grader.classroom.tables import decoded, read_table
from grader.classroom.times import utc_text, zone_of
from grader.command.chosen_course import chosen_course, course_option
from grader.course import Course
from grader.errors import UsageProblem

_FOLDER = click.Path(path_type=Path, file_okay=False)
_PERCENT = click.FloatRange(0, 100)
_UNKNOWN_SHOWN = 20


class _ZoneType(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """A time zone by its IANA name."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """The zone that the text names."""
        if isinstance(value, ZoneInfo):
            return value
        try:
            return zone_of(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


ZONE = _ZoneType()


@click.command("late")
@click.argument("folder", type=_FOLDER)
@click.argument("exercise", default="")
@click.option("--due", "due_at", help="With its zone: 2026-03-01T23:59:00+01:00.")
@click.option("--grace-minutes", type=click.FloatRange(0), help="Late by no more than this is on time.")
@click.option("--percent-per-day", type=_PERCENT, help="Taken off for each day begun.")
@click.option("--most-percent", type=_PERCENT, help="Never more than this is taken off.")
@click.option("--closed-after-days", type=click.FloatRange(0), help="Later than this gives no points.")
@click.option(
    "--calendar",
    "calendar_zone",
    type=ZONE,
    metavar="Europe/Berlin",
    help="Count late days by the clock on the wall of this time zone: the night of 25 hours is one day.",
)
@click.option("--marked-late-percent", type=_PERCENT, help="For work that the platform marked late without a time.")
@click.option(
    "--grace-days",
    type=click.IntRange(0),
    help="Late days that each student may use in the whole class, first on what was due first; nothing is taken off for them.",
)
@course_option
@click.pass_context
def late(context: click.Context, /, folder: Path, exercise: str, **given: Any) -> None:
    """Set what lateness costs in EXERCISE (default: in all); without options, show the policy."""
    values = {name: value for name, value in given.items() if value is not None}
    grace_days = values.pop("grace_days", None)
    if "calendar_zone" in values:
        values["calendar_zone"] = values["calendar_zone"].key
    name = chosen_course(context).resolve(exercise) if exercise else EVERY_EXERCISE
    with Gradebook.open(folder) as book:
        if grace_days is not None:
            set_grace_days(book, grace_days)
        if "due_at" in values:
            values["due_at"] = _in_class_zone(book, values["due_at"])
        if values:
            set_late_rule(book, replace(late_policy_of(book).rules.get(name, LateRule()), **values), name)
        _show(book)


@click.command("extend")
@click.argument("folder", type=_FOLDER)
@click.argument("student", default="")
@click.argument("exercise", default="")
@click.option("--until", "due_at", default="", help="With its zone: 2026-03-08T23:59:00+01:00.")
@click.option("--who", default="", help="Who grants it.")
@click.option("--why", default="", help="Why; it is kept with the extension.")
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A CSV with the columns student, until, and exercise, who, why where they differ: all its rows or none.",
)
@course_option
@click.pass_context
def extend(
    context: click.Context, /, folder: Path, student: str, exercise: str, table: Path | None, **given: str
) -> None:
    """Give STUDENT (an id) a later due time in EXERCISE (default: in all), or many at once --from a CSV."""
    course = chosen_course(context)
    if (table is None) == (not student):
        raise click.UsageError("Name one student with --until, or give a list with --from FILE.")
    with Gradebook.open(folder) as book:
        if table is not None:
            granted = _extensions_of(book, course, decoded(table.read_bytes()), given)
        else:
            if not is_enrolled(book, student):
                raise UsageProblem(f"No student {student!r} in {folder}; `grade export {folder}` lists their ids.")
            name = course.resolve(exercise) if exercise else EVERY_EXERCISE
            granted = [Extension(student, name, _in_class_zone(book, given["due_at"]), given["who"], given["why"])]
        grant_extensions(book, granted)
        _show(book)


def _extensions_of(book: Gradebook, course: Course, text: str, default: Mapping[str, str]) -> list[Extension]:
    """The extensions that a CSV lists.

    Args:
        book: the gradebook, whose students a row names by id, login, address or a name that only one has.
        course: whose exercises they are.
        text: the CSV.
        default: due_at, who and why of rows that do not say.

    Raises:
        UsageProblem: a row names nobody or no exercise, or the table lacks a column; nothing is granted then.
    """
    try:
        table = read_table(text)
    except ValueError as error:
        raise UsageProblem(f"The list of extensions cannot be read: {error}.") from error
    titles = [folded(title) for title in table.header]
    if "student" not in titles or not ({"until"} & {*titles} or default["due_at"]):
        raise UsageProblem(f"A list of extensions has the columns student and until; got {', '.join(table.header)}.")
    index, extensions = matcher(students_of(book)), []
    for line, row in enumerate(table.rows[1:], 2):
        cells = {title: cell.strip() for title, cell in zip(titles, row, strict=False)}
        owner = index.find(cells["student"], [cells["student"]], cells["student"])
        if owner is None:
            raise UsageProblem(
                f"Row {line}: the gradebook has no student {shown(cells['student'])!r}; nothing is granted."
            )
        exercise = course.resolve(cells["exercise"]) if cells.get("exercise") else EVERY_EXERCISE
        due_at = _in_class_zone(book, cells.get("until") or default["due_at"])
        who, why = (cells.get(name) or default[name] for name in ("who", "why"))
        extensions.append(Extension(owner.id, exercise, due_at, who, why))
    return extensions


def _in_class_zone(book: Gradebook, text: str) -> str:
    """A due time without a zone is one of the class's own zone, where `grade class --time-zone` named it."""
    kept = book.setting("time_zone")
    return utc_text(text, zone_of(kept) if kept else None) or text


def _show(book: Gradebook) -> None:
    """Print the policy: a line for each rule and each extension."""
    policy = late_policy_of(book)
    if not policy.rules:
        click.echo("Nothing is taken off for lateness.")
    for exercise, rule in policy.rules.items():
        click.echo(f"{exercise or 'every exercise'}: {rule.in_words()}.")
    unknown = without_a_time(book)
    if unknown:
        names = ", ".join(f"{student} {exercise}" for student, exercise in unknown[:_UNKNOWN_SHOWN])
        more = f" and {len(unknown) - _UNKNOWN_SHOWN} more" if len(unknown) > _UNKNOWN_SHOWN else ""
        click.echo(f"Never late, because nobody knows when it was handed in: {names}{more}.")
    if policy.grace_days:
        click.echo(f"Each student has {policy.grace_days} grace days in all; they go first on what was due first.")
    for granted in policy.extensions.values():
        scope = granted.exercise or "every exercise"
        click.echo(f"{granted.student}, {scope}: {granted.in_words()}")


COMMANDS = (late, extend)
