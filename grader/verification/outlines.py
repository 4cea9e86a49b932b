"""The files of one exercise as text says them: syntax trees and declarations, read once for every proof."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.verification import author_files
from grader.verification.author_files import Declared
from grader.verification.finding import Finding


@dataclass(frozen=True)
class Outlines:
    """What the files of one exercise say: syntax trees and declarations."""

    course: Course
    exercise: str
    trees: dict[Path, ast.Module] = field(compare=False)
    functions: list[str]
    checks: list[Declared]
    misconceptions: list[Declared]

    def finding(self, subject: str, rule: str, path: Path | None = None, line: int = 0) -> Finding:
        """A finding of this exercise, with the author's file and line."""
        location = "" if path is None else f"{self.course.shown(path)}, line {line}"
        return Finding(self.exercise, subject, rule, location)


def outlines_of(course: Course, exercise: str) -> Outlines:
    """The four files, which are there and can be read."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in course.paths(exercise)}
    checks = author_files.checks(trees[course.checks_path(exercise)])
    misconceptions = author_files.misconceptions(trees[course.misconceptions_path(exercise)])
    return Outlines(course, exercise, trees, course.functions(exercise), checks, misconceptions)
