"""How far a class has come: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from grader.classroom.session import Tally

LINE_EVERY_S = 30.0


@contextmanager
def showing() -> Iterator[Callable[[Tally], None]]:
    """A function to be told of every tally."""
    if sys.stderr.isatty():
        with bar() as watch:
            yield watch
    else:
        yield lines()


@contextmanager
def bar() -> Iterator[Callable[[Tally], None]]:
    """A progress bar."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    start_s = time.monotonic()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("grading", total=None, rate="")

        def watch(tally: Tally) -> None:
            finished = tally.graded + tally.failed
            rate = finished / max(time.monotonic() - start_s, 1e-3)
            progress.update(task, total=tally.total, completed=finished, rate=f"{rate:.2f}/s")

        yield watch


def lines() -> Callable[[Tally], None]:
    """A line every half minute."""
    start_s = last_s = time.monotonic()

    def watch(tally: Tally) -> None:
        nonlocal last_s
        now_s, finished = time.monotonic(), tally.graded + tally.failed
        if now_s - last_s >= LINE_EVERY_S:
            last_s = now_s
            rate = finished / (now_s - start_s)
            left_s = (tally.total - finished) / rate if rate else float("inf")
            click.echo(f"{finished}/{tally.total} graded, {rate:.2f} a second, about {left_s:.0f} s left", err=True)

    return watch
