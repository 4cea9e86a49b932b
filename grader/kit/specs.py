"""How a check and a misconception are declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from grader.sandbox.contract.limits import Limits

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class CheckSpec:
    """What the `check` decorator says.

    Attributes:
        function: the learner's function or class that is graded.
        points: whole points.
        after: checks, by name, without which this one would only blame the same mistake twice.
        limits: what each request may use.
        slow: whether it takes seconds even for a right answer.
    """

    function: str
    points: int
    after: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    slow: bool = False


@dataclass(frozen=True)
class MisconceptionSpec:
    """What the `misconception` decorator says: the function it stands for, and the checks that it must trip."""

    replaces: str
    fails: frozenset[str]


def check(
    function: str, *, points: int, after: Sequence[str] = (), limits: Limits | None = None, slow: bool = False
) -> Callable[[Function], Function]:
    """Declare a check of `function`; its docstring is the line that the learner sees."""
    spec = CheckSpec(function, points, tuple(after), limits or Limits(), slow)

    def declare(body: Function) -> Function:
        body.__check__ = spec  # type: ignore[attr-defined]  # read by the collector
        return body

    return declare


def misconception(*, replaces: str, fails: Sequence[str]) -> Callable[[Function], Function]:
    """Declare a wrong implementation: its name is the belief, its docstring the advice."""
    spec = MisconceptionSpec(replaces, frozenset(fails))

    def declare(body: Function) -> Function:
        body.__misconception__ = spec  # type: ignore[attr-defined]  # read by the catalogue of misconceptions
        return body

    return declare
