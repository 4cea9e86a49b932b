"""What the instructors' commands do."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from grader import catalog
from grader.classroom import regrading
from grader.classroom.cluster import DaskPool
from grader.classroom.exports import Options
from grader.classroom.exports import export as export_as
from grader.classroom.gradebook import Gradebook
from grader.classroom.merging import merge
from grader.classroom.overrides import override
from grader.classroom.pool import LocalPool
from grader.classroom.progress import showing
from grader.classroom.session import Tally, grade_waiting, hand_in, insist_on_sandbox, settle_seed
from grader.classroom.slot import Setup
from grader.classroom.tables import decoded
from grader.classroom.waiting import WHOLE, Shard, count_stale
from grader.errors import UsageProblem
from grader.sandbox.workers import remove_orphans
from grader.workspace import write_atomically

ALL_GRADED, SOME_NOT_GRADED, INTERRUPTED = 0, 3, 130


def grade_class(
    submissions: Path, out: Path, seed: int | None, roster: Path | None, shard: Shard, **options: Any
) -> int:
    """Take a class in and grade what waits; returns the exit code.

    Raises:
        UsageProblem: the path is no class, the seed is another one, or the sandbox is not full.
    """
    insist_on_sandbox(not options["no_sandbox"])
    with Gradebook.open(out, create=True) as book:
        intake, enrolled = hand_in(book, submissions, roster)
        say(intake.summary)
        for note in (*intake.notes, *(f"left out: {entry}" for entry in enrolled.left_out)):
            say(f"  {note}")
        setup = setup_of(settle_seed(book, seed), options)
        return graded(book, setup, options, shard=shard)


def graded(book: Gradebook, setup: Setup, options: dict[str, Any], *, stale: bool = False, shard: Shard = WHOLE) -> int:
    """Grade what waits and say how it went; Ctrl-C and SIGTERM end it cleanly."""
    remove_orphans()
    tally = Tally(0)
    try:
        with ending_on_sigterm(), open_pool(setup, options) as pool, showing() as watch:
            tally = grade_waiting(book, pool, setup, watch, stale=stale, shard=shard)
    except KeyboardInterrupt:
        say("Stopped. Every grade so far is kept; the same command again goes on from here.")
        return INTERRUPTED
    say(f"{tally.graded} graded, {tally.failed} not graded through no fault of theirs, seed {setup.seed}.")
    old = 0 if stale else count_stale(book, conditions(setup))
    if old:
        say(f"{old} grades were made with other checks or versions: `grade regrade` shows what would change.")
    return SOME_NOT_GRADED if tally.failed else ALL_GRADED


def conditions(setup: Setup) -> Any:
    """Today's conditions."""
    from grader.classroom.session import conditions_of

    return conditions_of(setup.seed, setup.mnist)


def open_pool(setup: Setup, options: dict[str, Any]) -> Any:
    """The Dask cluster that was named, or this machine's cores."""
    if options["dask_address"]:
        return DaskPool(setup, options["dask_address"])
    return LocalPool(setup, options["jobs"] or os.cpu_count() or 1)


def setup_of(seed: int, options: dict[str, Any]) -> Setup:
    """How the class is graded."""
    return Setup(tuple(catalog.names()), seed, options["mnist"], not options["no_sandbox"])


def regrade(folder: Path, action: str, **options: Any) -> int:
    """Preview, apply or drop a regrade; returns the exit code."""
    with Gradebook.open(folder) as book:
        if action == "apply":
            say(f"{regrading.apply(book)} grades count now.")
            return ALL_GRADED
        if action == "drop":
            say(f"{regrading.drop(book)} proposed grades forgotten; nothing has changed.")
            return ALL_GRADED
        insist_on_sandbox(not options["no_sandbox"])
        code = graded(book, setup_of(settle_seed(book, None), options), options, stale=True)
        show_changes(book)
        return code


def show_changes(book: Gradebook) -> None:
    """Print what a regrade would change."""
    found = regrading.changes(book)
    for change in found:
        before = "none" if change.before is None else f"{change.before:g}"
        by_hand = " (a score by hand counts all the same)" if change.by_hand else ""
        click.echo(
            f"{change.student} {change.exercise}: {before} -> {change.after:g} ({change.difference:+g}){by_hand}"
        )
        for check in change.checks:
            old, new = check.status_before or "absent", check.status_after or "absent"
            click.echo(f"    {check.check}: {old} {check.points_before or 0:g} -> {new} {check.points_after or 0:g}")
    say(f"{len(found)} would change. `--apply` lets it count, `--drop` forgets it; nothing has changed yet.")


def export_class(
    folder: Path, form: str, to: Path | None, template: Path | None, columns: Sequence[str], student: str | None
) -> None:
    """Write an export to a file, a folder or stdout; what was left out goes to stderr."""
    titles = dict(column.partition("=")[::2] for column in columns)
    if not all(titles.values()):
        raise UsageProblem('--column must look like total="Homework 3 (12345)".')
    text = decoded(template.read_bytes()) if template else None
    with Gradebook.open(folder) as book:
        exported = export_as(book, form, Options(template=text, columns=titles, student=student))
    if exported.files:
        write_files(exported.files, to)
    elif to is None:
        sys.stdout.write(exported.text)
    else:
        write_atomically(to, exported.text)
    for note in exported.notes:
        say(note)


def write_files(files: Any, to: Path | None) -> None:
    """Write a file a student below a folder."""
    if to is None:
        raise UsageProblem("This format is a file a student; name a folder with --to.")
    for name, text in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(to / name, text)
    say(f"{len(files)} files in {to}.")


def report_class(folder: Path, to: Path | None, details: bool) -> None:
    """Write the pages of a class."""
    try:
        from grader.report.publish import publish
    except ImportError as error:
        raise UsageProblem("`grade report` needs its libraries: pip install 'autogradus[report]'.") from error
    names = catalog.names()
    titles = {name: catalog.title(name) for name in names}
    stubs = {name: catalog.stub_path(name).read_bytes() for name in names}
    with Gradebook.open(folder) as book:
        page = publish(book, to or folder / "report", titles=titles, stubs=stubs, details=details)
    click.echo(page)


def merge_classes(folders: Sequence[Path], out: Path) -> None:
    """Join gradebooks."""
    with Gradebook.open(out, create=True) as into:
        for folder in folders:
            with Gradebook.open(folder) as other:
                merge(into, [other])
    say(f"{len(folders)} gradebooks joined in {out}.")


def override_score(folder: Path, student: str, exercise: str, score: float | None, who: str, why: str) -> None:
    """Set a score by hand."""
    with Gradebook.open(folder) as book:
        override(book, student, catalog.resolve(exercise), score, who=who, why=why)
    say(f"{student} {exercise}: {'automatic score again' if score is None else f'{score:g} by hand'} ({who}: {why}).")


def say(text: str) -> None:
    """A line for the instructor, beside the output proper."""
    click.echo(text, err=True)


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """SIGTERM ends a run like Ctrl-C."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
