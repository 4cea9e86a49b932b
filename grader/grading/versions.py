"""Versions of all that can change a score; imports no torch."""

from __future__ import annotations

import platform
from importlib import metadata

from grader.course import Course


def versions(course: Course, exercise: str) -> dict[str, str]:
    """Name to version: ours, torch's, NumPy's, Python's, and the hash of the exercise's hidden files."""
    packages = {name: metadata.version(name) for name in ("autogradus", "torch", "numpy")}
    return {**packages, "python": platform.python_version(), "checks": course.content_hash(exercise)}
