"""What the instructors' commands do with a gradebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from grader.classroom.exports import Options
from grader.classroom.exports import export as export_as
from grader.classroom.gradebook.assigning import assign
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.course_kept import refuse_other_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.merging import merge
from grader.classroom.gradebook.overrides import Comment, add_comment, override, override_history, overrides_of
from grader.classroom.gradebook.pending import counts
from grader.classroom.names import shown
from grader.classroom.running.class_run import say
from grader.classroom.tables import decoded
from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole


def export_class(
    course: Course,
    folder: Path,
    form: str,
    to: Path | None,
    template: Path | None,
    columns: Sequence[str],
    **given: Any,
) -> None:
    """Write an export to a file, a folder or stdout; what was left out goes to stderr.

    Raises:
        UsageProblem: the options contradict each other, or the target cannot be written.
    """
    titles = dict(column.partition("=")[::2] for column in columns)
    if not all(titles.values()):
        raise UsageProblem('--column must look like total="Homework 3 (12345)".')
    text = decoded(template.read_bytes()) if template else None
    with Gradebook.open(folder) as book:
        # An export needs nothing of the course; one that was named must be the class's all the same.
        if course.reference:
            refuse_other_course(book, course)
        exported = export_as(book, form, Options(template=text, columns=titles, **given))
    if exported.files:
        write_files(exported.files, to)
    elif to is None:
        print_text(exported.text)
    else:
        with written(to):
            write_whole(to, exported.text)
    for note in exported.notes:
        say(note)


def print_text(text: str) -> None:
    """Write to stdout, whatever letters it can show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


@contextmanager
def written(target: Path) -> Iterator[None]:
    """One sentence for a target that cannot be written."""
    try:
        yield
    except OSError as error:
        raise UsageProblem(
            f"{target} cannot be written: {error.strerror}. Name another place, or make room."
        ) from error


def write_files(files: Any, to: Path | None) -> None:
    """Write a file a student below a folder."""
    if to is None:
        raise UsageProblem("This format is a file a student; name a folder with --to.")
    with written(to):
        for name, text in files.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(to / name, text)
    say(f"{len(files)} files in {to}.")


def report_class(course: Course, folder: Path, to: Path | None, details: bool, title: str = "") -> None:
    """Write the pages of a class."""
    try:
        from grader.report.publish import publish
    except ImportError as error:
        raise UsageProblem("`grade report` needs its libraries: pip install 'autogradus[report]'.") from error
    names = course.names()
    course.require(*names)
    titles = {name: course.exercise_title(name) for name in names}
    stubs = {name: course.stub_path(name).read_bytes() for name in names}
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        if title:
            book.set_setting("title", title)
        heading = title or book.setting("title") or ""
        page = publish(book, to or folder / "report", titles=titles, stubs=stubs, details=details, heading=heading)
    click.echo(page)
    say("class.html shows everybody's grades and is for you alone; `grade feedback` makes what students get.")


def merge_classes(folders: Sequence[Path], out: Path) -> None:
    """Join gradebooks; says how much of the class is graded then, so that a missing part is noticed.

    Raises:
        GradebookProblem: a folder has no gradebook, or one of another class; nothing is joined then.
    """
    for folder in folders:
        Gradebook.open(folder).close()
    with Gradebook.open(out, create=True) as into:
        for folder in folders:
            with Gradebook.open(folder) as other:
                merge(into, [other])
        total, graded = counts(into)
    say(f"{len(folders)} gradebooks joined in {out}: {graded} of {total} submissions graded.")


def override_score(
    course: Course,
    folder: Path,
    student: str,
    exercise: str,
    score: float | None,
    who: str,
    why: str,
    bonus: bool = False,
) -> None:
    """Set a score by hand.

    Raises:
        UsageProblem: it is more than the exercise has, and no bonus was meant.
    """
    name = course.resolve(exercise)
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        most = class_results_of(book, [name]).max_scores[name]
        if score is not None and score > most and not bonus:
            raise UsageProblem(f"{name} has {most:g} points; got {score:g}. --bonus allows more than there are.")
        override(book, student, name, score, who=who, why=why)
    say(f"{student} {name}: {'automatic score again' if score is None else f'{score:g} by hand'} ({who}: {why}).")


def list_overrides(folder: Path) -> None:
    """Print every score by hand in the order of the students, with who, why and when."""
    with Gradebook.open(folder) as book:
        history, standing = override_history(book), overrides_of(book)
    for given in history:
        counts_now = standing.get((given.student, given.exercise)) == given
        score = "taken back" if given.score is None else f"{given.score:g}"
        note = "" if counts_now or given.score is None else " (counts no more)"
        said = f"{shown(given.who)}: {shown(given.why, 300)}; {given.recorded_at[:16]}Z"
        click.echo(f"{shown(given.student)} {given.exercise}: {score}{note} ({said})")
    say(f"{len(standing)} of {len(history)} scores by hand count." if history else "No score was set by hand.")


def assign_file(course: Course, folder: Path, file: str, student: str, exercise: str) -> None:
    """Settle whose answer to what a file is."""
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        say(assign(book, file, student, course.resolve(exercise)))


def comment_on(course: Course, folder: Path, student: str, exercise: str, check: str, text: str) -> None:
    """Keep a person's comment."""
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        kept = add_comment(book, Comment(student, course.resolve(exercise), check, text))
    say(f"{kept.student} {kept.exercise}: {'the comment stands' if kept.words else 'no comment here any more'}.")


def give_feedback(course: Course, folder: Path, form: str, to: Path | None, sender: str, details: bool) -> None:
    """Write what goes back to the students, or say what would."""
    try:
        from grader.report import feedback
    except ImportError as error:
        raise UsageProblem("`grade feedback` needs its libraries: pip install 'autogradus[report]'.") from error
    titles = {name: course.exercise_title(name) for name in course.names()}
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        made = feedback.feedback_of(book, form, titles=titles, details=details, sender=sender)
        if to is not None:
            with written(to):
                feedback.write(made, form, to)
    for note in made.notes:
        say(note)
    pages = "1 page" if len(made.files) == 1 else f"{len(made.files)} pages"
    say(
        f"Nothing is written yet; --to names the place for {pages}."
        if to is None
        else f"{to}: {pages}. Nothing is sent. Each page is for its own student alone; the class's "
        "page (class.html) is for you alone and is not in it."
    )


def write_autograder(
    course: Course, target: Path, exercises: Sequence[str], platform: str, wheel: Path | None, **given: Any
) -> None:
    """Write what Gradescope or Classroom 50 runs."""
    from grader.classroom.running import autograder, classroom50

    names = [course.resolve(name) for name in exercises] or course.names()
    assignment = autograder.Assignment(tuple(names), **given)
    with written(target):
        if platform == "classroom50":
            if given != {"visibility": "visible", "most_submissions": None, "cool_down_minutes": 0.0}:
                raise UsageProblem("--visibility, --submissions and --cool-down-minutes are Gradescope's.")
            classroom50.write_classroom50(target, course, assignment, wheel)
            say(f"{target}: put it at autograders/ASSIGNMENT in your classroom ({', '.join(names)}).")
        else:
            autograder.write_autograder(target, course, assignment, wheel)
            say(f"{target}: upload it as the assignment's autograder ({', '.join(names)}).")
