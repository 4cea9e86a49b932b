"""What the workspace remembers, in one readable file: the last and the best result of each exercise, the hints given.

Entries go by the exercise's name and the hash of the file's bytes, never by an order. A folder that cannot be written to
remembers nothing, and a damaged file counts as empty: progress is a convenience.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.command.learner import workspace
from grader.command.learner.hunts import Hunt, hunt_from
from grader.files import write_whole
from grader.outcome import Grade


@dataclass(frozen=True)
class Attempt:
    """One result: points, the hash of what was graded, and the points of each function."""

    score: float
    max_score: float
    sha256: str
    functions: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether every point was given."""
        return self.score >= self.max_score


@dataclass(frozen=True)
class Record:
    """The last and the best result of one exercise."""

    last: Attempt
    best: Attempt

    def regressed(self) -> list[str]:
        """Functions that have fewer points now than at the best."""
        now = self.last.functions
        return [name for name, points in self.best.functions.items() if points > now.get(name, points)]


@dataclass(frozen=True)
class Progress:
    """All that is remembered: records by exercise, the exercise touched last, hints given by `exercise.function`."""

    records: Mapping[str, Record] = field(default_factory=dict)
    current: str | None = None
    course: str = ""
    """What the workspace's course is found by; empty for the one that is built in."""
    hints: Mapping[str, int] = field(default_factory=dict)
    stuck_on: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By exercise: function, message and advice of the failure shown last."""
    hunts: Mapping[str, Hunt] = field(default_factory=dict)
    """By exercise: what `grade debug` handed out, and the points for it."""


def load() -> Progress:
    """What the workspace remembers."""
    try:
        state = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Progress()
    if not isinstance(state, dict):
        return Progress()
    entries = {**_objects(state.get("scores")), **_objects(state.get("exercises"))}
    records = {name: record for name, entry in entries.items() if (record := _record(entry)) is not None}
    current = state.get("current")
    hints = {name: level for name, level in _items(state.get("hints")) if type(level) is int and level > 0}
    stuck = {name: {k: str(v) for k, v in entry.items()} for name, entry in _objects(state.get("stuck_on")).items()}
    course = state.get("course")
    return Progress(
        records,
        current if isinstance(current, str) else None,
        course if isinstance(course, str) else "",
        hints,
        stuck,
        {name: hunt for name, entry in _objects(state.get("debugging")).items() if (hunt := hunt_from(entry))},
    )


def save(progress: Progress) -> str:
    """Remember it, as one file that is replaced whole; why that could not be done, or an empty text."""
    state = {
        **({"course": progress.course} if progress.course else {}),
        "current": progress.current,
        "exercises": {name: asdict(record) for name, record in progress.records.items()},
        "hints": dict(progress.hints),
        "stuck_on": {name: dict(entry) for name, entry in progress.stuck_on.items()},
        **({"debugging": {name: asdict(hunt) for name, hunt in progress.hunts.items()}} if progress.hunts else {}),
    }
    try:
        write_whole(_file(), json.dumps(state, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def record_of(grade: Grade, before: Record | None) -> Record:
    """The record after one more grade; of equal scores the earlier one stays the best."""
    points: dict[str, float] = {}
    for check in grade.checks:
        points[check.function] = round(points.get(check.function, 0.0) + check.points, 2)
    last = Attempt(grade.score, grade.max_score, grade.source_sha256, points)
    return Record(last, last if before is None or last.score > before.best.score else before.best)


def fingerprint(file: Path) -> str | None:
    """Hash of a file as it is now; None when it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _file() -> Path:
    return workspace.root() / workspace.STATE_FILE


def _items(node: Any) -> list[tuple[str, Any]]:
    return list(node.items()) if isinstance(node, dict) else []


def _objects(node: Any) -> dict[str, dict[str, Any]]:
    return {name: entry for name, entry in _items(node) if isinstance(entry, dict)}


def _record(entry: Mapping[str, Any]) -> Record | None:
    """A record as it was saved; an entry of an older version is one result, the last and the best."""
    last = _attempt(entry.get("last", entry))
    best = _attempt(entry.get("best")) or last
    return None if last is None or best is None else Record(last, best)


def _attempt(node: Any) -> Attempt | None:
    if not isinstance(node, dict) or not _is_number(node.get("score")) or not _is_number(node.get("max_score", 100)):
        return None
    functions = {name: float(points) for name, points in _items(node.get("functions")) if _is_number(points)}
    return Attempt(float(node["score"]), float(node.get("max_score", 100)), str(node.get("sha256")), functions)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
