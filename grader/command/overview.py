"""`grade` alone: where am I, and what comes next. Imports no torch."""

from __future__ import annotations

import hashlib
from typing import Any

from rich.console import Console
from rich.text import Text

from grader.command import workspace
from grader.course import Course


def show_overview(console: Console, course: Course) -> None:
    """Print every exercise with its last score and the next thing to do.

    Raises:
        CourseFault: a file of the course is missing; the others are listed all the same.
    """
    scores = workspace.load_state().get("scores", {})
    scores = scores if isinstance(scores, dict) else {}
    names = course.names()
    if course.reference:
        console.print(f"{course.title} ({course.name} {course.version})", markup=False)
    for name in names:
        state, style = standing(name, scores.get(name))
        title = course.exercise_title(name) if course.stub_path(name).is_file() else ""
        console.print(Text.assemble(f"{name:<12}", (f"{state:<22}", style), title))
    console.print()
    course.require(*names)
    console.print(next_step(names, scores))


def standing(name: str, entry: Any) -> tuple[str, str]:
    """The last score in words, and its style."""
    if not isinstance(entry, dict) or not isinstance(entry.get("score"), int | float):
        return "not graded yet", "dim"
    score = f"{entry['score']:g}/{entry.get('max_score', 100):g}"
    if entry.get("sha256") != fingerprint(name):
        return f"{score} (file changed)", "yellow"
    return score, "green" if is_done(entry) else "yellow"


def is_done(entry: Any) -> bool:
    """Whether the last score was full."""
    return isinstance(entry, dict) and entry.get("score") == entry.get("max_score", 100)


def fingerprint(name: str) -> str | None:
    """Hash of the learner's file as it is now."""
    try:
        return hashlib.sha256((workspace.default_path() / f"{name}.py").read_bytes()).hexdigest()
    except OSError:
        return None


def next_step(names: list[str], scores: dict[str, Any]) -> str:
    """What to type next."""
    for name in names:
        if not is_done(scores.get(name)):
            file = workspace.default_path() / f"{name}.py"
            if not file.exists():
                return f"Next: `grade init my-course` makes a workspace; there is no {file} here."
            return f"Next: open {file}, then `grade {name}`."
    return "All exercises are done."
