"""The course installed as a package, among others in site-packages: its own files are closed there, the others open."""

# ruff: noqa: F821, SIM115  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from confinement import ROOT, Confinement


@pytest.fixture(scope="module")
def installed() -> Iterator[tuple[Confinement, Path]]:
    """Confinement of a course that lies in a site-packages folder, beside a module that nothing has imported yet."""
    if sys.platform != "linux":
        pytest.skip("the lockdown is for Linux")
    base = Path(tempfile.mkdtemp(prefix="installed-"))
    base.chmod(0o755)
    folder = base / "site-packages"
    shutil.copytree(ROOT / "grader", folder / "grader", ignore=shutil.ignore_patterns("__pycache__", "data"))
    (folder / "neighbour.py").write_text("value = 42\n")
    confinement = Confinement("user", root=folder)
    try:
        if confinement.excuse:
            pytest.skip(confinement.excuse)
        yield confinement, folder
    finally:
        confinement.close()
        shutil.rmtree(base)


def test_the_installed_course_is_closed(installed: tuple[Confinement, Path]) -> None:
    """Its checks cannot be read, though they lie in a library folder."""
    confinement, folder = installed

    def attempt(files: list[str]) -> list[str]:
        return [tried(lambda file=file: open(file)) for file in files]

    files = [str(file) for file in (folder / "grader").rglob("*.py")]
    outcome = confinement(attempt, files)

    assert files and set(outcome.value) == {"EACCES"}
    assert outcome.level == "full"


def test_a_package_beside_it_can_still_be_imported(installed: tuple[Confinement, Path]) -> None:
    """Even when the import system must list the folder again."""
    confinement, _ = installed

    def attempt() -> int:
        import importlib

        importlib.invalidate_caches()
        return int(importlib.import_module("neighbour").value)

    assert confinement(attempt).value == 42
