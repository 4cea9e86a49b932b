"""Puts mutants to the checks and lists those that the checks let live: of syntax, and mistakes of deep learning.

Mutants of syntax are made of the solution; mistakes, of the solution and of two accepted files of other style. A survivor is excused when the exercise's list of equivalent mutants names it with a reason; the list is reviewed data:
`tests/survivors/EXERCISE.toml` of the course, entries `survivor` of `function`, `before`, `after` (the changed line) and
`reason`, and entries `mistake` of `operator`, `functions` and `reason`, which hold in every file.
"""

from __future__ import annotations

import dataclasses
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.outcome import Status
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile
from grader.verification.finding import Finding
from grader.verification.mutation.mistakes.catalogue import mistakes_of
from grader.verification.mutation.mutants import Mutant, mutants_of
from grader.verification.selection import Selection

# Of an exercise's mutants, excused ones not counted, at least this share must die; of the mistakes among them, all.
_KILLED_SHARE = 0.95
_ACCEPTED_FILES = 2
_Note = Callable[[int, int], None]


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

    @classmethod
    def together(cls, hunts: Sequence[Hunt]) -> Hunt:
        """Parts of one exercise's hunt, at least one, as a whole."""
        survivors = tuple(mutant for part in hunts for mutant in part.survivors)
        tried, excused = (sum(getattr(part, name) for part in hunts) for name in ("tried", "excused"))
        return cls(hunts[0].exercise, tried, excused, survivors)

    def lines(self) -> Iterator[str]:
        """How it went, for people."""
        counted = self.tried - self.excused
        yield f"mutants: {self.killed_share:.1%} of {counted} killed, {self.excused} equivalent"
        for mutant in self.survivors:
            yield f"survivor in {mutant.function}{f' of {mutant.file}' if mutant.file else ''}: {mutant.change}"


def mutants_to_try(exercise: str, path: Path, plan: Plan, budget: int | None, selection: Selection) -> Sequence[Mutant]:
    """Mutants of the selected functions: `budget` of them, drawn by the plan's seed, or all."""
    syntax = [mutant for mutant in mutants_of(path.read_text("utf-8")) if selection.has_function(mutant.function)]
    mistakes = [mutant for mutant in mistakes_in(plan.course, exercise) if selection.has_function(mutant.function)]
    return mixed(syntax, mistakes, budget, plan.seed)


def hunt(factory: WorkerFactory, exercise: str, mutants: Sequence[Mutant], plan: Plan, note: _Note) -> Hunt:
    """Grade the mutants; `note` hears how many are done, of how many."""
    excuses = excuses_of(plan.course, exercise)
    alive = []
    for done, mutant in enumerate(mutants):
        note(done, len(mutants))
        alive += [mutant] if survives(factory, exercise, mutant, plan) else []
    survivors = tuple(mutant for mutant in alive if not excuses.hold_for(mutant))
    return Hunt(exercise, len(mutants), len(alive) - len(survivors), survivors)


def mistakes_in(course: Course, exercise: str) -> list[Mutant]:
    """Mistakes of deep learning made in the solution and in accepted files: the tersest, in which every line matters."""
    accepted = sorted(course.examples("accepted", exercise), key=lambda path: (path.stat().st_size, path.name))
    mistakes = list(mistakes_of(course.solution_path(exercise).read_text("utf-8")))
    for path in accepted[:_ACCEPTED_FILES]:
        # What stands outside of functions there tries something out, and no check looks at it.
        mutants = [mutant for mutant in mistakes_of(path.read_text("utf-8")) if mutant.function != "module"]
        mistakes += [dataclasses.replace(mutant, file=course.shown(path)) for mutant in mutants]
    return mistakes


def mixed(syntax: Sequence[Mutant], mistakes: Sequence[Mutant], budget: int | None, seed: int) -> Sequence[Mutant]:
    """As many of both as the budget allows, half of each kind where there are enough."""
    if budget is None:
        return [*syntax, *mistakes]
    of_syntax = min(len(syntax), max(budget // 2, budget - len(mistakes)))
    return [*sample(syntax, of_syntax, seed), *sample(mistakes, budget - of_syntax, seed)]


def sample(mutants: Sequence[Mutant], budget: int, seed: int) -> Sequence[Mutant]:
    """As many mutants as the budget allows, in the order of the source."""
    if budget >= len(mutants):
        return mutants
    chosen = set(random.Random(seed).sample(range(len(mutants)), budget))
    return [mutant for index, mutant in enumerate(mutants) if index in chosen]


def survives(factory: WorkerFactory, exercise: str, mutant: Mutant, plan: Plan) -> bool:
    """Whether every check passes; the checks of the changed function come first, as they are likeliest to fail."""
    source = SourceFile(exercise, mutant.text.encode(), f"{exercise} mutated")
    quick = dataclasses.replace(plan, diagnose=False, first_failure_only=True)
    own = frozenset(plan.course.checks_of(exercise, mutant.function))
    rest = frozenset(plan.course.check_names(exercise)) - own
    for only in (own, rest):
        if only:
            outcomes = grade(factory, exercise, source, dataclasses.replace(quick, only=only)).checks
            # A check that breaks through a fault of ours kills nothing.
            if any(check.status not in (Status.PASSED, Status.GRADER_ERROR) for check in outcomes):
                return False
    return True


@dataclass(frozen=True)
class Excuses:
    """Mutants that are known to be equivalent.

    Attributes:
        changes: (function, before, after) of single ones.
        mistakes: (operator, function) of those that are equivalent in whatever words the function is written.
    """

    changes: frozenset[tuple[str, str, str]]
    mistakes: frozenset[tuple[str, str]]

    def hold_for(self, mutant: Mutant) -> bool:
        """Whether it may live."""
        return mutant.identity in self.changes or (mutant.operator, mutant.function) in self.mistakes


def excuses_of(course: Course, exercise: str) -> Excuses:
    """What an exercise's list of survivors excuses.

    Raises:
        KeyError: an entry of the list lacks a field, the reason included.
    """
    path = course.survivors_path(exercise)
    listed = tomllib.loads(path.read_text("utf-8")) if path and path.is_file() else {}
    single, general = listed.get("survivor", []), listed.get("mistake", [])
    return Excuses(
        frozenset((entry["function"], entry["before"], entry["after"]) for entry in single if entry["reason"]),
        frozenset((entry["operator"], name) for entry in general if entry["reason"] for name in entry["functions"]),
    )


def findings(outcome: Hunt) -> Iterator[Finding]:
    """An exercise's checks let too many mutants live, or a mistake of deep learning."""
    if outcome.killed_share < _KILLED_SHARE:
        total = outcome.tried - outcome.excused
        rule = f"must die, at least {_KILLED_SHARE:.0%}; {outcome.killed_share:.1%} of {total} did."
        yield Finding(outcome.exercise, "mutants", rule)
    for mutant in outcome.survivors:
        if mutant.is_mistake:
            rule = f"must lose a point when it makes the mistake {mutant.operator}: {mutant.change}."
            yield Finding(outcome.exercise, mutant.function, rule, mutant.file)
