"""A page for the projector while a class is being graded: how far it is, and how the exercises go. It names nobody."""

from __future__ import annotations

import contextlib
import html
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean

from grader.classroom.errors import ExportProblem
from grader.classroom.gradebook.class_results import ClassResults, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.running.progress import Pace, finished, outcomes
from grader.classroom.running.tally import Tally
from grader.files import write_whole

_EVERY_S = 10.0
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
{refresh}<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{done} of {total} graded</title><style>
:root {{ color-scheme: light dark; }} body {{ font: 1.4rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 3rem; line-height: 1.1; margin: 0 0 .6rem; }} progress, meter {{ width: 100%; height: 1.6rem; accent-color: #0f7c85; }}
meter::-webkit-meter-optimum-value {{ background: #0f7c85; }} meter::-moz-meter-bar {{ background: #0f7c85; }}
table {{ border-collapse: collapse; width: 100%; margin-top: 1.5rem; }} th, td {{ text-align: left; padding: .3rem .6rem; }}
.n {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }} tbody tr {{ border-top: 1px solid #8886; }}
@media (max-width: 34rem) {{ body {{ font-size: 1.05rem; margin: 1rem auto; }} h1 {{ font-size: 2rem; }} }}
</style></head><body><main>
<h1>{done} of {total} graded</h1>
<progress max="{total}" value="{done}">{done} of {total}</progress>
<p>{words}</p>
<table><thead><tr><th scope="col">Exercise</th><th scope="col">Mean</th><th scope="col" class="n">Graded</th></tr></thead><tbody>
{rows}</tbody></table>
</main></body></html>
"""


class LivePage:
    """Rewrites its file at most every ten seconds; a page that cannot be written stops no grading."""

    def __init__(self, file: Path, book: Gradebook, clock: Callable[[], float] = time.monotonic) -> None:
        """A page about one gradebook."""
        self._file, self._book, self._clock = file, book, clock
        self._pace, self._last_s, self._tally = Pace(clock), -_EVERY_S, Tally(0)

    def begin(self) -> None:
        """Write the first page, with a sentence where that fails.

        Raises:
            ExportProblem: the file cannot be written.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, self.text(over=False))
        except OSError as error:
            raise ExportProblem(f"{self._file} cannot be written: {error.strerror}. Name another place.") from error

    def watch(self, tally: Tally) -> None:
        """Be told how far it is."""
        if not tally.latest:
            self._pace.begin(tally)
        self._tally = tally
        if self._clock() - self._last_s >= _EVERY_S:
            self._last_s = self._clock()
            self._write(over=False)

    def end(self) -> None:
        """Write the last page, which does not load itself again."""
        self._write(over=True)

    def _write(self, *, over: bool) -> None:
        with contextlib.suppress(OSError):
            write_whole(self._file, self.text(over=over))

    def text(self, *, over: bool) -> str:
        """The page as it is now."""
        tally, results = self._tally, class_results_of(self._book)
        words = "Done." if over else self._pace.words(tally) or "Starting."
        failed = f" {tally.failed} not graded yet through a fault of the grader." if tally.failed else ""
        counted = f" {outcomes(replace(tally, failed=0))}." if tally.graded else ""
        return _PAGE.format(
            refresh="" if over else f'<meta http-equiv="refresh" content="{_EVERY_S:.0f}">\n',
            done=finished(tally) - tally.failed,
            total=tally.total,
            words=html.escape(words + counted + failed),
            rows="".join(_row(results, exercise) for exercise in results.exercises),
        )


@contextlib.contextmanager
def live_page(book: Gradebook, file: Path | None) -> Iterator[Callable[[Tally], None]]:
    """A function to be told of every tally, which keeps a page up to date where a file is given."""
    if file is None:
        yield lambda tally: None
        return
    page = LivePage(file, book)
    page.begin()
    try:
        yield page.watch
    finally:
        page.end()


def _row(results: ClassResults, exercise: str) -> str:
    """One exercise with its mean."""
    here = (results.results[student.id, exercise].score for student in results.students)
    scores = [score for score in here if score is not None]
    most = results.max_scores[exercise]
    average = mean(scores) if scores else 0.0
    shown = f"{average:.0f} of {most:g}" if scores else "none yet"
    return (
        f'<tr><th scope="row">{html.escape(exercise)}</th>'
        f'<td><meter max="{most:g}" value="{average:.1f}">{shown}</meter> {shown}</td><td class="n">{len(scores)}</td></tr>\n'
    )
