"""Folders, archives and gradebooks for one test each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from made_class import graded_class, outcome_for

from grader.classroom.gradebook.gradebook import Gradebook
from grader.outcome import Grade


@pytest.fixture
def outcome() -> Callable[..., Grade]:
    """Makes an outcome of an exercise with so many points."""
    return outcome_for


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    """An empty gradebook."""
    with Gradebook.open(tmp_path / "out" / "gradebook.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def class_of() -> Callable[..., Gradebook]:
    """Enrols and grades a class, see `graded_class`."""
    return graded_class


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes {path: content} below a new folder of the given name."""

    def write(files: Mapping[str, str | bytes], name: str = "class") -> Path:
        for path, content in files.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / name

    return write


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Writes [(name or ZipInfo, content)] as a zip file."""

    def write(members: list[tuple[str | zipfile.ZipInfo, str | bytes]], name: str = "class.zip") -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                archive.writestr(member, content)
        return tmp_path / name

    return write
