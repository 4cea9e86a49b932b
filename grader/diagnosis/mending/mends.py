"""Which functions of a submission are searched for a change that mends them, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from grader.diagnosis.mending.search import Attempt, Mend, Search
from grader.diagnosis.mending.unit import Unit, unit_of
from grader.diagnosis.recognition import can_be_explained
from grader.kit.check_run import CheckRun
from grader.session.outline import Outline
from grader.source import SourceFile


def mends_of(
    runs: Sequence[CheckRun],
    named: Collection[str],
    source: SourceFile,
    outline: Outline,
    prepare: Callable[[str, Sequence[Unit]], Attempt],
    most_tries: int,
) -> Mapping[str, Mend]:
    """The mends by the checks that pass with them, of functions whose mistake nobody has named.

    Args:
        runs: all checks that ran.
        named: names of the checks whose mistake is known.
        source, outline: the submission.
        prepare: makes variants of a function ready to be tried.
        most_tries: how many runs of checks are spent on one function.
    """
    mends: dict[str, Mend] = {}
    graded = {run.function for run in runs}
    for function in _wrong_alone(runs, named, outline):
        own = [run for run in runs if run.function == function]
        unit = unit_of(function, graded, source, outline)
        if unit and not any(run.check.spec.slow and run.stopped for run in own):
            mend = Search(own, unit, partial(prepare, function), most_tries).found()
            mends |= {name: mend for name in mend.checks} if mend else {}
    return mends


def _wrong_alone(runs: Sequence[CheckRun], named: Collection[str], outline: Outline) -> list[str]:
    """Functions that are wrong without a name for it, and that call no other wrong one."""
    wrong = dict.fromkeys(run.function for run in runs if can_be_explained(run))
    known = {run.function for run in runs if run.name in named}
    return [name for name in wrong if name not in known and not any(outline.uses(name, other) for other in wrong)]
