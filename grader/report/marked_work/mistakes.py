"""The checks of a grade by what they have in common: those that went wrong by mistake, those that wait by their sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.outcome import CheckOutcome, Grade, Status

# So many checks that say the same take the room of what differs.
_MANY = 3
_WAITING = (Status.NOT_STARTED, Status.SKIPPED)


@dataclass(frozen=True)
class Mistake:
    """Checks that did not pass for one reason; there is at least one."""

    reason: str
    checks: tuple[CheckOutcome, ...]

    @property
    def status(self) -> Status:
        """How the first of them ended; its colour is the card's."""
        return self.checks[0].status

    @property
    def says_it_all(self) -> bool:
        """Whether its several checks say nothing but the reason: they are folded."""
        return len(self.checks) >= _MANY and all(check.message == self.reason for check in self.checks)


def mistakes_of(grade: Grade) -> tuple[Mistake, ...]:
    """Checks that went wrong: those of one advice together, without any those of one sentence or of one function."""
    wrong = [check for check in _tried(grade) if check.status is not Status.PASSED]
    functions: dict[str, set[str]] = {}
    for check in wrong:
        functions.setdefault(check.message, set()).add("" if check.advice else check.function)
    groups: dict[tuple[str, str], list[CheckOutcome]] = {}
    for check in wrong:
        is_shared = len(functions[check.message] - {""}) > 1
        own = ("message", check.message) if is_shared else ("function", check.function)
        groups.setdefault(("advice", check.advice) if check.advice else own, []).append(check)
    return tuple(Mistake(checks[0].advice or checks[0].message, tuple(checks)) for checks in groups.values())


def waiting_of(grade: Grade) -> tuple[Mistake, ...]:
    """Checks that could not be tried yet, by what is said of them."""
    groups: dict[str, list[CheckOutcome]] = {}
    for check in grade.checks:
        if check.status in _WAITING:
            groups.setdefault(check.message, []).append(check)
    return tuple(Mistake(message, tuple(checks)) for message, checks in groups.items())


def passed_of(checks: Iterable[CheckOutcome]) -> tuple[CheckOutcome, ...]:
    """Those that passed."""
    return tuple(check for check in checks if check.status is Status.PASSED)


def says_one_thing(grade: Grade) -> bool:
    """Whether every check that was tried fails with the same sentence: the file could not be loaded."""
    messages = [check.message for check in _tried(grade)]
    return grade.score == 0 and len(messages) > 1 and len(set(messages)) == 1


def _tried(grade: Grade) -> list[CheckOutcome]:
    """The checks that do not wait for anything."""
    return [check for check in grade.checks if check.status not in _WAITING]
