"""Grading inside a process: one factory of workers, one plan an exercise, one source after the other.

It imports hidden data, so a process imports it only after its template has been forked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from grader.course import Course
from grader.grading.grade import grade
from grader.grading.options import GradeOptions
from grader.grading.plan import Plan
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile

# A class waits for every submission: fewer changes are tried than for a learner alone.
_MOST_TRIES = 150


class TaskGrader:
    """Grades tasks; data that checks ask for, such as MNIST, is loaded once for all submissions."""

    def __init__(self, factory: WorkerFactory, course: Course, confined: bool) -> None:
        self.factory, self.course, self.confined = factory, course, confined
        self.plans: dict[tuple[str, int, str], Plan] = {}

    def plan(self, exercise: str, seed: int, mnist: str) -> Plan:
        """The plan of an exercise; devices are the same on every machine of a class."""
        asked = (exercise, seed, mnist)
        if asked not in self.plans:
            options = GradeOptions(device="simgpu", mnist=mnist, no_sandbox=not self.confined)
            plan = plan_of(self.course, exercise, seed, options)
            self.plans[asked] = dataclasses.replace(plan, most_tries=_MOST_TRIES)
        return self.plans[asked]

    def grade(self, header: Mapping[str, Any], source: bytes) -> dict[str, Any]:
        """The grade of one task as a plain object."""
        exercise = header["exercise"]
        plan = self.plan(exercise, header["seed"], header["mnist"])
        file = SourceFile(exercise, source, f"{exercise}.py")
        return {"grade": grade(self.factory, exercise, file, plan).to_json()}
