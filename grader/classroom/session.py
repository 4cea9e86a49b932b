"""Grading a class: take in, enrol, grade what waits, keep every grade as it comes. The same command again resumes."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Protocol

from grader import catalog
from grader.classroom.enrolment import Enrolled, enrol
from grader.classroom.gradebook import Gradebook
from grader.classroom.intake import Intake, take_in
from grader.classroom.pool import Done
from grader.classroom.recording import link_known, record, record_fault
from grader.classroom.roster import read_roster
from grader.classroom.slot import Setup, Task, longest_first
from grader.classroom.units import Conditions, canonical
from grader.classroom.waiting import WHOLE, Shard, Waiting, by_key, settled, unit_of, waiting
from grader.errors import UsageProblem
from grader.sandbox.limits import Limits
from grader.sandbox.survey import survey

SEED_LIMIT = 1 << 32


class Pool(Protocol):
    """What grades tasks side by side."""

    def run(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they finish."""


@dataclass(frozen=True)
class Tally:
    """How far a run has come, in submissions."""

    total: int
    graded: int = 0
    failed: int = 0


Watch = Callable[[Tally], None]


def hand_in(book: Gradebook, submissions: Path, roster: Path | None) -> tuple[Intake, Enrolled]:
    """Read what was handed in and put it into the gradebook.

    Raises:
        SubmissionsProblem, RosterProblem: the path or the roster cannot be read.
    """
    intake = take_in(submissions, catalog.names(), read_roster(roster) if roster else None)
    return intake, enrol(book, intake.students, intake.units(), intake.left_out)


def conditions_of(seed: int, mnist: str) -> dict[str, Conditions]:
    """All that today's scores depend on besides the sources, by exercise."""
    versions = {name: metadata.version(name) for name in ("autogradus", "torch")}
    limits = canonical(dataclasses.asdict(Limits()))
    return {
        name: Conditions(catalog.content_hash(name), versions["autogradus"], versions["torch"], seed, limits, mnist)
        for name in catalog.names()
    }


def settle_seed(book: Gradebook, seed: int | None) -> int:
    """The class's seed: the one it has, else the one given, else a fresh one from the system.

    Raises:
        UsageProblem: another seed is given than the class has.
    """
    standing = int(book.keep_setting("seed", str(secrets.randbelow(SEED_LIMIT) if seed is None else seed)))
    if seed is not None and seed != standing:
        raise UsageProblem(f"This class is graded with seed {standing}; got --seed {seed}. Use another --out folder.")
    return standing


def insist_on_sandbox(confined: bool) -> None:
    """Refuse to run strangers' code below the full level, unless that was asked for.

    Raises:
        UsageProblem: the sandbox is not full here.
    """
    reached = survey() if confined else None
    if reached is not None and reached.level != "full":
        missing = " ".join(reached.sentences())
        raise UsageProblem(
            f"A class is graded in the full sandbox only; here it is {reached.level}. {missing} "
            "`grade doctor` says what to do; --no-sandbox runs strangers' code all the same."
        )


def grade_waiting(
    book: Gradebook, pool: Pool, setup: Setup, watch: Watch, *, stale: bool = False, shard: Shard = WHOLE
) -> Tally:
    """Grade everything that waits; each grade is kept the moment it comes.

    Args:
        book: the gradebook.
        pool: where it runs.
        setup: how it is graded.
        watch: told after every submission.
        stale: also what was graded under other conditions, as proposals (a regrade's preview).
        shard: the part of the class to grade.
    """
    conditions = conditions_of(setup.seed, setup.mnist)
    those = waiting(book, conditions, stale=stale, shard=shard)
    known, fresh = settled(book, those)
    if known:
        link_known(book, known, propose=stale)
    tally = Tally(len(those), len(known))
    watch(tally)
    groups = {group[0].key: group for group in by_key(fresh)}
    tasks = [Task(key, group[0].exercise, unit_of(book, group[0]).source) for key, group in groups.items()]
    for done in pool.run(longest_first(tasks, expected_seconds(book))):
        tally = keep(book, groups[done.task.key], done, conditions, tally, stale)
        watch(tally)
    return tally


def keep(
    book: Gradebook,
    group: Sequence[Waiting],
    done: Done,
    conditions: Mapping[str, Conditions],
    tally: Tally,
    propose: bool,
) -> Tally:
    """Record what came of one task for all submissions that share it."""
    if done.outcome is None:
        record_fault(book, group, done.fault or "not graded")
        return dataclasses.replace(tally, failed=tally.failed + len(group))
    if record(book, group, conditions[group[0].exercise], done.outcome, propose=propose):
        return dataclasses.replace(tally, graded=tally.graded + len(group))
    return dataclasses.replace(tally, failed=tally.failed + len(group))


def expected_seconds(book: Gradebook) -> dict[str, float]:
    """Mean CPU seconds of the grades so far, by exercise; empty for a new class."""
    query = "SELECT g.exercise, AVG(c.cpu_s) FROM grade AS g JOIN cost AS c ON c.key = g.key GROUP BY g.exercise"
    return {exercise: float(seconds) for exercise, seconds in book.rows(query)}
