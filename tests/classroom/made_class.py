"""A class made for one test: students, sources and outcomes as the engine reports them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.submissions import Enrolled, enrol
from grader.classroom.intake.hand_out import Intake
from grader.classroom.running import grade_pending
from grader.classroom.students import Student
from grader.classroom.units import Conditions, Unit
from grader.courses import built_in
from grader.outcome import Grade

EXERCISES = ("warmup", "exercise2", "exercise10")
TODAY = Conditions("checks-1", "0.1.0", "2.13.0", 7, '{"cpu_s":10}', "small")


def outcome_for(exercise: str = "warmup", points: float = 85.0, **check: Any) -> Grade:
    """What the engine reports: two checks, the first full, the second with the rest of the points."""
    first = {
        "name": "adds",
        "status": "passed",
        "points": 50.0,
        "max_points": 50.0,
        "message": "Right.",
        "advice": None,
    }
    status = "passed" if points == 100 else "failed"
    second = {
        "name": "means",
        "status": status,
        "points": points - 50,
        "max_points": 50.0,
        "message": "Expected 2, got 3.",
    }
    second |= {"advice": "Divide by n.", "misconceptions": ["sums_over_the_batch"], "seconds": 0.5} | check
    common = {"function": "f", "description": "f is right.", "details": None, "proven_on": ["cpu"], "tolerance": None}
    common["curves"] = []
    checks = [{"misconceptions": [], "seconds": 0.1} | common | first, common | second]
    plain = {
        "version": 1,
        "exercise": exercise,
        "score": points,
        "max_score": 100.0,
        "seed": 7,
        "checks": checks,
        "source_sha256": "",
        "isolation": {"level": "full"},
        "versions": {"torch": "2.13.0"},
        "notices": [],
        "printed": "",
        "usage": {"wall_s": 1.5, "cpu_s": 1.0, "memory_mib": 300.0},
    }
    return Grade.from_json(plain)


def graded_class(book: Gradebook, scores: Mapping[str, Mapping[str, float | None]], **unit: Any) -> Gradebook:
    """Enrol a class given as {student: {exercise: points}} and grade it; no points (None) leaves it pending."""
    students = [Student(name, name=name.title()) for name in scores]
    units = [
        Unit(name, exercise, f"# {name} {exercise}\n".encode(), f"{name}/{exercise}.py", **unit)
        for name in sorted(scores)
        for exercise in scores[name]
    ]
    enrol(book, students, units)
    grade_all(book, lambda student, exercise: scores[student][exercise])
    return book


def grade_all(book: Gradebook, points_of: Callable[[str, str], float | None], conditions: Conditions = TODAY) -> int:
    """Grade what waits; returns how many gradings that took."""
    runs = 0
    for those in by_key(pending(book, dict.fromkeys(EXERCISES, conditions))):
        points = points_of(those[0].student, those[0].exercise)
        if points is not None:
            record(book, those, conditions, outcome_for(those[0].exercise, points))
            runs += 1
    return runs


def hand_in(book: Gradebook, submissions: Path, roster: Path | None = None, **how: Any) -> tuple[Intake, Enrolled]:
    """Take in a hand-out of the built-in course."""
    return grade_pending.hand_in(book, submissions, roster, built_in(), **how)
