"""Puts mutated solutions to the checks and lists those that the checks let live.

A survivor is excused when the exercise's list of equivalent mutants names it with a reason; the list is reviewed data:
`tests/survivors/EXERCISE.toml`, entries of `function`, `before`, `after` (the changed line), `reason`.
"""

from __future__ import annotations

import dataclasses
import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import catalog
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.outcome import Status
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile
from grader.verification.finding import Finding
from grader.verification.mutants import Mutant, mutants_of

# Of an exercise's mutants, excused ones not counted, at least this share must die.
KILLED_SHARE = 0.95


@dataclass(frozen=True)
class Hunt:
    """What became of an exercise's mutants."""

    exercise: str
    tried: int
    excused: int
    survivors: tuple[Mutant, ...]

    @property
    def killed_share(self) -> float:
        """Share of the mutants that died, of those that are not excused."""
        counted = self.tried - self.excused
        return 1.0 if counted == 0 else 1 - len(self.survivors) / counted


def hunt(factory: WorkerFactory, exercise: str, path: Path, plan: Plan, budget: int | None) -> Hunt:
    """Grade mutants of the solution: `budget` of them, drawn by the plan's seed, or all."""
    text = path.read_text("utf-8")
    mutants = sample(list(mutants_of(text)), budget, plan.seed)
    excuses = equivalent(exercise)
    alive = [mutant for mutant in mutants if survives(factory, exercise, mutant, plan)]
    survivors = tuple(mutant for mutant in alive if mutant.identity not in excuses)
    return Hunt(exercise, len(mutants), len(alive) - len(survivors), survivors)


def sample(mutants: Sequence[Mutant], budget: int | None, seed: int) -> Sequence[Mutant]:
    """As many mutants as the budget allows, in the order of the source."""
    if budget is None or budget >= len(mutants):
        return mutants
    chosen = set(random.Random(seed).sample(range(len(mutants)), budget))
    return [mutant for index, mutant in enumerate(mutants) if index in chosen]


def survives(factory: WorkerFactory, exercise: str, mutant: Mutant, plan: Plan) -> bool:
    """Whether every check passes; the checks of the changed function come first, as they are likeliest to fail."""
    source = SourceFile(exercise, mutant.text.encode(), f"{exercise} mutated")
    quick = dataclasses.replace(plan, diagnose=False, first_failure_only=True)
    own = frozenset(catalog.checks_of(exercise, mutant.function))
    rest = frozenset(catalog.check_names(exercise)) - own
    for only in (own, rest):
        if only:
            outcomes = grade(factory, exercise, source, dataclasses.replace(quick, only=only)).checks
            if any(check.status is not Status.PASSED for check in outcomes):
                return False
    return True


def equivalent(exercise: str) -> set[tuple[str, str, str]]:
    """Mutants that are known to be equivalent, each with a reason in the list.

    Raises:
        KeyError: an entry of the list lacks a field, the reason included.
    """
    path = catalog.CHECKOUT / "tests" / "survivors" / f"{exercise}.toml"
    entries = tomllib.loads(path.read_text("utf-8")).get("survivor", []) if path.is_file() else []
    return {(entry["function"], entry["before"], entry["after"]) for entry in entries if entry["reason"]}


def findings(hunts: Iterable[Hunt]) -> Iterator[Finding]:
    """Exercises whose checks let too many mutants live."""
    for one in hunts:
        if one.killed_share < KILLED_SHARE:
            rule = f"at least {KILLED_SHARE:.0%} must die; {one.killed_share:.1%} of {one.tried - one.excused} did."
            yield Finding(one.exercise, "mutants", rule)
