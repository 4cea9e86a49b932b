"""What the instructors' commands do with a gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from grader.classroom.gradebook.assigning import assign
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.course_kept import refuse_other_course
from grader.classroom.gradebook.gradebook import FILE_NAME, Gradebook
from grader.classroom.gradebook.grades import grade_of
from grader.classroom.gradebook.merging import merge, refuse_contradictions
from grader.classroom.gradebook.overrides import Comment, add_comment, override, override_history, overrides_of
from grader.classroom.gradebook.pending import counts
from grader.classroom.intake.hand_out import take_in
from grader.classroom.names import shown
from grader.classroom.running.class_run import say
from grader.classroom.units import Unit
from grader.course import Course
from grader.errors import UsageProblem
from grader.text import nearest


def report_class(
    course: Course, folder: Path, to: Path | None, details: bool, title: str = "", base: Sequence[Path] = ()
) -> None:
    """Write the pages of a class."""
    from grader.report.beliefs import beliefs_of
    from grader.report.publish import publish

    names = course.names()
    course.require(*names)
    titles = {name: course.exercise_title(name) for name in names}
    known = _known_files(course, base)
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        if title:
            book.set_setting("title", title)
        heading = title or book.setting("title") or ""
        page = publish(
            book,
            to or folder / "report",
            titles=titles,
            base=known,
            details=details,
            heading=heading,
            beliefs=beliefs_of(course),
        )
    click.echo(page)
    say("class.html shows everybody's grades and is for you alone; `grade feedback` makes what students get.")


def _known_files(course: Course, base: Sequence[Path]) -> dict[str, list[bytes]]:
    """By exercise what makes nobody look alike: the stub, the solution, and the answers of other classes.

    Raises:
        SubmissionsProblem: a path of `base` holds no class.
    """
    names = course.names()
    known = {name: [course.stub_path(name).read_bytes()] for name in names}
    if course.solutions is not None:
        for name in names:
            known[name].append(course.solution_path(name).read_bytes())
    for path in base:
        for unit in take_in(path, names).units():
            if isinstance(unit, Unit):
                known[unit.exercise].append(unit.source)
    return known


def merge_classes(folders: Sequence[Path], out: Path) -> None:
    """Join gradebooks; says how much of the class is graded then, so that a missing part is noticed.

    Raises:
        GradebookProblem: a folder has no gradebook, or one of another class; nothing is joined then.
    """
    with ExitStack() as opened:
        parts = [opened.enter_context(Gradebook.open(folder)) for folder in folders]
        refuse_contradictions(parts)
        with Gradebook.open(out / FILE_NAME, create=True) as into:
            merge(into, parts)
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
    """Keep a person's comment.

    Raises:
        UsageProblem: it is about a check that the student's grade does not have.
    """
    name = course.resolve(exercise)
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        result = class_results_of(book, [name]).results.get((student, name))
        checks = [known.name for known in grade_of(book, result.key).checks] if result and result.key else []
        if check and text.strip() and checks and check not in checks:
            raise UsageProblem(f"{name} has no check {shown(check)!r}. Nearest: {nearest(check, checks)}.")
        kept = add_comment(book, Comment(student, name, check, text))
    say(f"{kept.student} {kept.exercise}: {'the comment stands' if kept.words else 'no comment here any more'}.")
