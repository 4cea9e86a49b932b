"""Which small change of a function's code makes its checks pass: each is tried, in a worker, on the checks themselves."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.diagnosis.mending.candidates import candidates
from grader.diagnosis.mending.changes import Change
from grader.diagnosis.mending.nearness import relative_error
from grader.diagnosis.mending.unit import Unit, with_change
from grader.kit.check_run import CheckRun
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits

# Runs the check of a run against a variant, by its number.
Attempt = Callable[[CheckRun, int], CheckRun]
# Makes variants of the function ready to be tried.
Prepare = Callable[[Sequence[Unit]], Attempt]
_BATCH = 100
# From so many of the changes that did something, a second one is looked for.
_STARTS = 4
# A change that brings the numbers this much nearer did something.
_NEARER = 0.7
_LOST = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.PARTIAL)
_TIMEOUTS = 3
# Where each try trains a network, or sleeps, a few of them are enough.
_CPU_S = 3.0
_WALL_S = 8.0
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


@dataclass(frozen=True)
class Mend:
    """Changes with which checks pass.

    Attributes:
        changes: one, or two for two mistakes.
        checks: names of the checks that failed and pass with them.
        is_whole: whether every check of the function passes.
    """

    changes: tuple[Change, ...]
    checks: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True)
class _Start:
    """A change that did something: the checks that pass with it, and how far the first one came that does not."""

    unit: Unit
    change: Change
    checks: tuple[str, ...] = ()
    progress: tuple[float, ...] = ()


class Search:
    """The search for a change of one function.

    Args:
        own: all runs of the function's checks.
        unit: its code.
        prepare: makes variants ready.
        most_tries: how many runs of a check are spent.
    """

    def __init__(self, own: Sequence[CheckRun], unit: Unit, prepare: Prepare, most_tries: int) -> None:
        lost = [run for run in own if run.status in _LOST and run.transcript.entries]
        self._failing = sorted(lost, key=_effort)
        self._others = [run for run in own if run.status in (Status.PASSED, Status.SKIPPED)]
        self._unit, self._prepare = unit, prepare
        self._most = self._left = most_tries
        self._starts: list[_Start] = []
        self._timeouts, self._cpu_s, self._wall_s = 0, 0.0, 0.0

    def found(self) -> Mend | None:
        """The first change with which all checks of the function pass, or two, or the one with which most do."""
        whole = self._level(self._unit, ())
        if whole:
            return whole
        starts = sorted(self._starts, key=lambda start: (len(start.checks), start.progress), reverse=True)[:_STARTS]
        for start in starts:
            whole = self._level(start.unit, (start.change,))
            if whole:
                return whole
        checks = self._surely_mended(starts[0]) if starts else ()
        return Mend((starts[0].change,), checks, False) if checks else None

    def _level(self, unit: Unit, before: tuple[Change, ...]) -> Mend | None:
        variants = _variants(unit)
        while batch := list(itertools.islice(variants, _BATCH)):
            attempt = self._prepare([variant for variant, _ in batch])
            for number, (variant, change) in enumerate(batch):
                if self._is_spent or (not before and self._starts and self._left < self._most / 2):
                    return None
                if self._passes(attempt, number, _Start(variant, change), not before):
                    return Mend((*before, change), tuple(run.name for run in self._failing), True)
        return None

    def _passes(self, attempt: Attempt, number: int, start: _Start, keep: bool) -> bool:
        first = self._tried(attempt, self._failing[0], number)
        if first.status is not Status.PASSED:
            progress = _progress(self._failing[0], first) if keep else ()
            if progress:
                self._starts.append(dataclasses.replace(start, progress=progress))
            return False
        passed = [self._failing[0].name]
        passed += [run.name for run in self._failing[1:] if self._tried(attempt, run, number).status is Status.PASSED]
        if not all(self._tried(attempt, run, number).status is Status.PASSED for run in self._sure_others(passed)):
            return False
        if len(passed) == len(self._failing):
            return all(self._tried(attempt, run, number).status is Status.PASSED for run in self._others)
        if keep:
            self._starts.append(dataclasses.replace(start, checks=tuple(passed)))
        return False

    def _surely_mended(self, start: _Start) -> tuple[str, ...]:
        """Of the checks that pass with a change, those that failed on numbers: a mere verdict passes by luck."""
        numeric = {run.name for run in self._failing if _numbers_differ(run)}
        return tuple(name for name in start.checks if name in numeric)

    @property
    def _is_spent(self) -> bool:
        is_over = self._cpu_s > _CPU_S or self._wall_s > _WALL_S
        return is_over or self._left <= 0 or self._timeouts >= _TIMEOUTS

    def _sure_others(self, passed: Sequence[str]) -> list[CheckRun]:
        """Checks that passed before and must do so still, where only a part of the failing ones passes now."""
        whole = len(passed) == len(self._failing)
        return [] if whole else [run for run in self._others if run.status is Status.PASSED]

    def _tried(self, attempt: Attempt, run: CheckRun, number: int) -> CheckRun:
        self._left -= 1
        tried = attempt(run, number)
        self._cpu_s += sum(reply.cpu_s for _, _, reply in tried.transcript.entries)
        self._wall_s += sum(reply.wall_s for _, _, reply in tried.transcript.entries)
        self._timeouts += tried.status in (Status.TIMEOUT, Status.OUT_OF_MEMORY)
        return tried


def _effort(run: CheckRun) -> tuple[bool, int]:
    """What running a check costs, without a clock: slow ones and those with room for much last."""
    return run.check.spec.limits.cpu_s > Limits().cpu_s, len(run.transcript.entries)


def _variants(unit: Unit) -> Iterator[tuple[Unit, Change]]:
    for index, change in candidates(unit):
        variant = with_change(unit, index, change)
        try:
            variant[index].node  # noqa: B018  # it must be Python
        except SyntaxError:
            continue
        yield variant, change


def _progress(before: CheckRun, after: CheckRun) -> tuple[float, ...]:
    """How much further a run came than the one before: more calls, another part, nearer numbers; () when it did not."""
    if after.status is not Status.FAILED or before.stopped is None or after.stopped is None:
        return ()
    calls = len(after.transcript.entries) - len(before.transcript.entries)
    if calls or _kind_of_failure(before) != _kind_of_failure(after):
        return (1.0, float(calls), 0.0) if calls >= 0 else ()
    old, new = (
        relative_error(stopped.evidence.expected, stopped.evidence.got) for stopped in (before.stopped, after.stopped)
    )
    return (0.0, 0.0, -new / old) if old and new is not None and new <= _NEARER * old else ()


def _numbers_differ(run: CheckRun) -> bool:
    """Whether the check ended on numbers that should have been others."""
    return (
        run.stopped is not None and relative_error(run.stopped.evidence.expected, run.stopped.evidence.got) is not None
    )


def _kind_of_failure(run: CheckRun) -> str:
    """The message without its numbers."""
    return _NUMBER.sub("#", run.stopped.message) if run.stopped else ""
