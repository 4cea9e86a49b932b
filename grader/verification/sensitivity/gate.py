"""The signal gate: a check that compares values notices when a function has answered for another argument.

Each argument of each request is replaced by another one of its kind, in its turn, and what the solution says to that moves
the reply by a hundredth of the way. A check that still passes has a tolerance of more than a hundredth of what the argument
makes out: it is blunt in that argument. Arguments on which an answer does not depend are found out by that: it stays the same.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.exchange import Reply, Request
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile, read_source
from grader.verification.finding import Finding
from grader.verification.replayed import Place, places
from grader.verification.sensitivity.varied import CHANGES, TOLERANCES, changed, differs, moved, off_by_one


@dataclass
class _Seen:
    """What one run has seen, by check.

    Attributes:
        arguments: how many arguments the longest request has.
        effects: checks in which another argument made the answer another one, each with the argument's name.
    """

    arguments: int = 0
    effects: dict[str, str] = field(default_factory=dict)


def answers_follow_arguments(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """Under each check that compares values the answer moves by over 100 tolerances with every argument that it depends on."""
    source, names = read_source(exercise, path), plan.course.check_names(exercise)
    plan = dataclasses.replace(plan, diagnose=False, draws=False, slow_for=frozenset())
    lookup, excused = places(plan.seed, exercise, names), blunt_checks(plan.course, exercise)
    comparing, longest = _comparing(factory, exercise, source, plan)
    for index in range(longest):
        blunt, effects = comparing, dict[str, str]()
        for change in CHANGES:
            seen = _Seen()
            session = _varying(index, change, seen, lookup)
            blunt = _passing(factory, exercise, source, dataclasses.replace(plan, only=blunt, session=session))
            effects |= seen.effects
            if not blunt:
                break
        for name in sorted(blunt & set(effects)):
            if (name, effects[name]) not in excused:
                rule = f"must fail when {effects[name]} is another one, by over {TOLERANCES} tolerances; it passes"
                yield Finding(exercise, name, f"{rule} when the answer goes a hundredth of the way.")


def blunt_checks(course: Course, exercise: str) -> frozenset[tuple[str, str]]:
    """Checks that may be blunt in an argument: `blunt` in the exercise's list of survivors.

    Raises:
        KeyError: an entry lacks its check, its argument or its reason.
    """
    path = course.survivors_path(exercise)
    listed = tomllib.loads(path.read_text("utf-8")).get("blunt", []) if path and path.is_file() else []
    return frozenset((name, entry["argument"]) for entry in listed if entry["reason"] for name in entry["checks"])


def _comparing(factory: WorkerFactory, exercise: str, source: SourceFile, plan: Plan) -> tuple[frozenset[str], int]:
    """The checks that fail when all numbers that come back are off by one, and how many arguments the longest request has."""
    seen = _Seen()
    tried = grade(factory, exercise, source, dataclasses.replace(plan, session=_off_by_one(seen))).checks
    return frozenset(check.name for check in tried if check.status is not Status.PASSED), seen.arguments


def _passing(factory: WorkerFactory, exercise: str, source: SourceFile, plan: Plan) -> frozenset[str]:
    tried = grade(factory, exercise, source, plan).checks
    return frozenset(check.name for check in tried if check.status is Status.PASSED)


def _off_by_one(seen: _Seen) -> type[WorkerSession]:
    class OffByOne(WorkerSession):
        """Every number of its replies is another one."""

        def ask(self, request: Request, limits: Limits) -> Reply:
            """See `WorkerSession.ask`."""
            seen.arguments = max(seen.arguments, len(request.args) + len(request.kwargs))
            reply = super().ask(request, limits)
            return dataclasses.replace(reply, value=off_by_one(reply.value), gradients=off_by_one(reply.gradients))

    return OffByOne


def _varying(index: int, change: Any, seen: _Seen, lookup: Place) -> type[WorkerSession]:
    class Varying(WorkerSession):
        """Replies a hundredth of the way towards what is right for another argument."""

        def ask(self, request: Request, limits: Limits) -> Reply:
            """See `WorkerSession.ask`."""
            reply, other = super().ask(request, limits), _with_another(request, index, change)
            if other is None or reply.status is not Status.PASSED:
                return reply
            varied = super().ask(other, limits)
            answer, asked_by = (varied.value, varied.gradients), lookup(request)
            if varied.status is not Status.PASSED or not differs((reply.value, reply.gradients), answer):
                return reply
            if asked_by is not None:
                seen.effects[asked_by[0]] = _name_of(request, index)
            towards = moved(reply.value, varied.value), moved(reply.gradients, varied.gradients)
            return dataclasses.replace(reply, value=towards[0], gradients=towards[1])

    return Varying


def _with_another(request: Request, index: int, change: Any) -> Request | None:
    """The request with another argument in that place, or None where there is none to change."""
    args, kwargs = list(request.args), dict(request.kwargs)
    if index < len(args):
        given = args[index]
        args[index] = changed(given, change)
        same = not differs(given, args[index])
    elif index < len(args) + len(kwargs):
        name = list(kwargs)[index - len(args)]
        given = kwargs[name]
        kwargs[name] = changed(given, change)
        same = not differs(given, kwargs[name])
    else:
        return None
    return None if same else dataclasses.replace(request, args=tuple(args), kwargs=kwargs)


def _name_of(request: Request, index: int) -> str:
    """The argument in words: "argument 2 of fit", "lr of fit", "argument 1 of the probe run_many_times"."""
    names: Mapping[int, str] = dict(enumerate(request.kwargs, len(request.args)))
    of = f"the probe {request.probe}" if request.probe else request.function
    return f"{names.get(index, f'argument {index + 1}')} of {of}"
