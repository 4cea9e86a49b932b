"""How far a class has come: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grader.classroom.running.grade_pending import Tally

_LINE_EVERY_S = 30.0


class Pace:
    """Rate and time left of a run, from what it has done itself; what was graded before counts for neither."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.start_s, self.first = clock, clock(), 0

    def begin(self, tally: Tally) -> None:
        """Count from here."""
        self.start_s, self.first = self.clock(), finished(tally)

    def rate(self, tally: Tally) -> float:
        """Submissions a second."""
        return (finished(tally) - self.first) / max(self.clock() - self.start_s, 1e-3)

    def words(self, tally: Tally) -> str:
        """Such as "1.52 a second, about 3 min left"."""
        rate = self.rate(tally)
        if not rate:
            return ""
        return f"{rate:.2f} a second, about {duration((tally.total - finished(tally)) / rate)} left"


def finished(tally: Tally) -> int:
    """Submissions with which this run has nothing more to do."""
    return tally.before + tally.graded + tally.failed


def outcomes(tally: Tally) -> str:
    """What this run has graded, by outcome, such as "3 full marks, 12 in part, 2 with 0"."""
    part = tally.graded - tally.full - tally.zeros
    counts = ((tally.full, "full marks"), (part, "in part"), (tally.zeros, "with 0"), (tally.failed, "not graded"))
    return ", ".join(f"{number} {words}" for number, words in counts if number > 0)


def duration(seconds: float) -> str:
    """A time span as a person says it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


@contextmanager
def showing(verbose: bool = False) -> Iterator[Callable[[Tally], None]]:
    """A function to be told of every tally; `verbose` writes a line for each submission."""
    if sys.stderr.isatty():
        with _bar(verbose) as watch:
            yield watch
    else:
        yield lines(0.0 if verbose else _LINE_EVERY_S)


@contextmanager
def _bar(verbose: bool) -> Iterator[Callable[[Tally], None]]:
    """A progress bar; below it the submission that finished last."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pace]}\n{task.fields[outcomes]}\n{task.fields[latest]}", markup=False),
    )
    pace = Pace()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("grading", total=None, pace="", outcomes="", latest="")

        def watch(tally: Tally) -> None:
            if not tally.latest:
                pace.begin(tally)
            elif verbose:
                progress.console.print(tally.latest, markup=False, highlight=False)
            said, done = pace.words(tally), finished(tally)
            progress.update(
                task, total=tally.total, completed=done, pace=said, outcomes=outcomes(tally), latest=tally.latest
            )

        yield watch


def lines(every_s: float) -> Callable[[Tally], None]:
    """A line after so many seconds."""
    pace = Pace()
    last_s = pace.start_s

    def watch(tally: Tally) -> None:
        nonlocal last_s
        if not tally.latest:
            pace.begin(tally)
        elif pace.clock() - last_s >= every_s:
            last_s = pace.clock()
            click.echo(
                f"{finished(tally)}/{tally.total} {tally.latest}; {pace.words(tally)}; {outcomes(tally)}", err=True
            )

    return watch
