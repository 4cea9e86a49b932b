"""`grade class` and `grade regrade`: from a hand-out to grades, with every way in which that can end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from grader.classroom.gradebook import counting, regrading
from grader.classroom.gradebook.course_kept import keep_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.pending import WHOLE, Named, Part, Shard, count_stale
from grader.classroom.gradebook.submissions import students_of
from grader.classroom.names import shown
from grader.classroom.running.class_options import ClassOptions, RegradeAction, RunOptions
from grader.classroom.running.closing import change_lines, change_summary, class_lines, left_out_lines, result_lines
from grader.classroom.running.grade_pending import (
    grade_waiting,
    hand_in,
    refuse_other,
    settle,
    settle_seed_per_student,
    todays_conditions,
)
from grader.classroom.running.grader_process import Setup
from grader.classroom.running.guards import insist_on_sandbox
from grader.classroom.running.interruption import ending_on_sigterm
from grader.classroom.running.live_page import live_page
from grader.classroom.running.pool import LocalPool
from grader.classroom.running.progress import showing
from grader.classroom.running.sole_run import sole_run, traceless
from grader.classroom.running.tally import Tally
from grader.classroom.times import zone_of
from grader.course import Course
from grader.errors import UsageProblem
from grader.processes import cores
from grader.text import nearest

ALL_GRADED, SOME_NOT_GRADED, INTERRUPTED = 0, 3, 130
_LEFT_OUT_SHOWN = 20


def grade_class(course: Course, options: ClassOptions) -> int:
    """Take a class in and grade what waits; returns the exit code.

    Raises:
        UsageProblem: the path is no class, the seed or the course is another one, or the sandbox is not full.
        CourseFault: a file of the course is missing.
    """

    def work() -> int:
        out = options.out
        with traceless(out), sole_run(out), Gradebook.open(out, create=True) as book:
            keep_course(book, course)
            refuse_other(book, seed=options.seed, mnist=options.run.mnist)
            _insist_on_common_seed(book, options.seed, options.shard)
            settle_seed_per_student(book, options.seed_per_student)
            _read_in(book, course, options)
            _choose_exercises(book, options.exercises)
            say("Starting the graders ...")
            return graded(book, course, options.seed, options.run, shard=options.shard)

    say(f"Reading {options.submissions} ...")
    course.require(*course.names())
    insist_on_sandbox(not options.run.no_sandbox)
    return _interruptible(work)


def regrade(folder: Path, action: RegradeAction, course: Course, options: RunOptions) -> int:
    """Preview, apply or drop a regrade, of the named students or of everybody; returns the exit code."""

    def work() -> int:
        with Gradebook.open(folder) as book, sole_run(book.path.parent):
            keep_course(book, course)
            return _carry_out(book, course, action, _part(book, options.students), options)

    if action is RegradeAction.PREVIEW:
        insist_on_sandbox(not options.no_sandbox)
    return _interruptible(work)


def _part(book: Gradebook, students: Sequence[str]) -> Part:
    """The students named, everybody where none is.

    Raises:
        UsageProblem: the gradebook has no such student.
    """
    known = [student.id for student in students_of(book)]
    for student in students:
        if student not in known:
            raise UsageProblem(f"The gradebook has no student {shown(student)!r}. Nearest: {nearest(student, known)}.")
    return Named(frozenset(students)) if students else WHOLE


def _carry_out(book: Gradebook, course: Course, action: RegradeAction, part: Part, options: RunOptions) -> int:
    """One action of a regrade."""
    if action is RegradeAction.APPLY:
        say(f"{regrading.apply(book)} grades count now.")
        return ALL_GRADED
    dropped = regrading.drop(book)
    if action is RegradeAction.DROP:
        say(f"{dropped} proposed grades forgotten; nothing has changed.")
        return ALL_GRADED
    # What an earlier preview proposed may be out of date; grades that still fit are found again by their keys.
    code = graded(book, course, None, options, stale=True, shard=part)
    _show_changes(book)
    return code


def _interruptible(work: Callable[[], int]) -> int:
    """Do the work; Ctrl-C and SIGTERM end it cleanly."""
    try:
        with ending_on_sigterm():
            return work()
    except KeyboardInterrupt:
        say("Stopped. Every grade so far is kept; the same command again goes on from here.")
        return INTERRUPTED


def _insist_on_common_seed(book: Gradebook, seed: int | None, shard: Shard) -> None:
    """The parts of a class are graded apart and joined: they need one seed, and only a person can see to that.

    Raises:
        UsageProblem: a part is to be graded without a seed.
    """
    if shard != WHOLE and seed is None and book.setting("seed") is None:
        raise UsageProblem(
            "--shard needs --seed: every part must be graded with the same one, or they cannot be merged."
        )


def _zone_of_class(book: Gradebook, given: ZoneInfo | None) -> ZoneInfo | None:
    """The zone of times that have none of their own: the one given now, else that of an earlier run."""
    if given is not None:
        book.set_setting("time_zone", given.key)
    kept = book.setting("time_zone")
    return zone_of(kept) if kept else None


def _read_in(book: Gradebook, course: Course, options: ClassOptions) -> None:
    """Take in what was handed in and say what was found."""
    zone = _zone_of_class(book, options.time_zone)
    intake, enrolled = hand_in(
        book,
        options.submissions,
        options.roster,
        course,
        join=options.join,
        zone=zone,
        other_layout=options.other_layout,
        apart=options.apart,
    )
    say(intake.summary)
    left_out = list(left_out_lines(enrolled.left_out))
    for note in (*intake.notes, *left_out[:_LEFT_OUT_SHOWN]):
        say(f"  {note}")
    if len(left_out) > _LEFT_OUT_SHOWN:
        say(f"  left out: {len(left_out) - _LEFT_OUT_SHOWN} more; the gradebook lists them all.")


def _choose_exercises(book: Gradebook, exercises: Sequence[str]) -> None:
    """Settle which exercises count, and say which do not."""
    if exercises:
        counting.name_exercises(book, exercises)
    counting.note_exercises(book)
    for name, number in sorted(counting.handed_in_but_not_counted(book).items()):
        say(f"  {name} is graded, but does not count: {number} handed it in; --exercises names what counts.")


def graded(
    book: Gradebook,
    course: Course,
    wanted_seed: int | None,
    options: RunOptions,
    *,
    stale: bool = False,
    shard: Part = WHOLE,
) -> int:
    """Grade what waits and say how it went."""
    seed, mnist = settle(book, wanted_seed, options.mnist)
    apart = settle_seed_per_student(book, False)
    setup = Setup(tuple(course.names()), seed, mnist, not options.no_sandbox, course.reference, apart)
    paged = live_page(book, options.page)
    with showing(options.verbose) as told, paged as page, open_pool(setup, options) as pool:
        tally = grade_waiting(book, pool, setup, _both(told, page), stale=stale, shard=shard)
    for line in (*result_lines(tally, seed, stale), *(() if stale else class_lines(book, book.path.parent, course))):
        say(line)
    old = 0 if stale else count_stale(book, todays_conditions(setup))
    if old:
        again = f"`grade regrade {book.path.parent}{course.option()}`"
        say(f"{old} grades were made with other checks or versions: {again} shows what would change.")
    return SOME_NOT_GRADED if tally.failed else ALL_GRADED


def _both(told: Callable[[Tally], None], page: Callable[[Tally], None]) -> Callable[[Tally], None]:
    """Tell the terminal, then the page."""

    def watch(tally: Tally) -> None:
        told(tally)
        page(tally)

    return watch


def open_pool(setup: Setup, options: RunOptions) -> Any:
    """The Dask cluster that was named, or this machine's cores."""
    if options.dask_address is None:
        return LocalPool(setup, options.jobs or cores())
    try:
        from grader.classroom.running.dask_pool import DaskPool
    except ImportError as error:
        raise UsageProblem("--dask needs Dask: pip install 'autogradus[dask]', here and on the workers.") from error
    return DaskPool(setup, options.dask_address)


def _show_changes(book: Gradebook) -> None:
    """Print what a regrade would change: the sum first, then everyone."""
    changes = regrading.changes(book)
    for line in (*change_summary(changes), *change_lines(changes)):
        click.echo(line)
    say(f"{len(changes)} would change. `--apply` lets it count, `--drop` forgets it; nothing has changed yet.")


def say(text: str) -> None:
    """A line for the instructor, beside the output proper."""
    click.echo(text, err=True)
