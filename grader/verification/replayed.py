"""How much a table of constants earns: the solution's replies under one seed, given again under another.

What such a table earns does not depend on the seed, so it can be learned by heart. The table here is the best there can be:
it knows for which check it is asked, and for the how-manieth time, which no submission is told.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from grader.course import Course
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.outcome import Grade, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.exchange import Reply, Request
from grader.session.seeds import request_seed
from grader.session.worker_session import WorkerSession
from grader.source import read_source
from grader.verification.finding import Finding

# Of 100 points of an exercise.
EARNED_AT_MOST = 5.0
_REQUESTS_A_CHECK = 400
Table = dict[tuple[str, str, int], Reply]
Place = Callable[[Request], tuple[str, int] | None]


def table_earns_little(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """A table recorded under another seed earns next to nothing, checks left out whose answer no seed can change."""
    excused = constant_checks(plan.course, exercise)
    paid = [check for check in earned_by_a_table(factory, exercise, path, plan).checks if check.name not in excused]
    earned = sum(check.points for check in paid)
    if earned > EARNED_AT_MOST:
        told = ", ".join(f"{check.name} {check.points:g}" for check in paid if check.points)
        rule = f"recorded under another seed must earn at most {EARNED_AT_MOST:g} points; it earned {earned:g}: {told}."
        yield Finding(exercise, "a table of the solution's replies", rule)


def constant_checks(course: Course, exercise: str) -> frozenset[str]:
    """Checks whose right answer is the same for every seed: `constant` in the exercise's list of survivors.

    Raises:
        KeyError: an entry lacks its checks or its reason.
    """
    path = course.survivors_path(exercise)
    listed = tomllib.loads(path.read_text("utf-8")).get("constant", []) if path and path.is_file() else []
    return frozenset(name for entry in listed if entry["reason"] for name in entry["checks"])


def earned_by_a_table(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Grade:
    """The grade of the solution's replies under the next seed, given again under the plan's."""
    source, names = read_source(exercise, path), plan.course.check_names(exercise)
    other = dataclasses.replace(plan, seed=plan.seed + 1, diagnose=False)
    table: Table = {}
    recording = _recording(table, places(other.seed, exercise, names))
    grade(factory, exercise, source, dataclasses.replace(other, session=recording))
    replaying = _replaying(table, places(plan.seed, exercise, names))
    return grade(factory, exercise, source, dataclasses.replace(plan, session=replaying, diagnose=False))


def places(seed: int, exercise: str, names: list[str] | tuple[str, ...]) -> Place:
    """Tells which request of which check one is, by its seed."""
    requests = {
        request_seed(request_seed("requests", seed, exercise, name), number): (name, number)
        for name in names
        for number in range(_REQUESTS_A_CHECK)
    }
    return lambda request: requests.get(request.seed)


def _recording(table: Table, lookup: Place) -> type[WorkerSession]:
    class Recording(WorkerSession):
        """Keeps every reply."""

        def ask(self, request: Request, limits: Limits) -> Reply:
            """See `WorkerSession.ask`."""
            reply, at = super().ask(request, limits), lookup(request)
            if at is not None:
                table[(self.spec.accelerator, *at)] = reply
            return reply

    return Recording


def _replaying(table: Table, lookup: Place) -> type[WorkerSession]:
    class Replaying(WorkerSession):
        """Gives replies out of the table; no worker is asked."""

        def ask(self, request: Request, limits: Limits) -> Reply:
            """See `WorkerSession.ask`."""
            at = lookup(request)
            known = None if at is None else table.get((self.spec.accelerator, *at))
            return known or Reply(Status.ERROR, sentence="The table has no such entry.")

    return Replaying
