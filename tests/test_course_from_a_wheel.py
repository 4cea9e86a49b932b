"""A course in a wheel, installed by pip into an environment of its own: all commands work with it, found by its name.

The backend that builds it stands in the test, so that nothing is fetched: what is tried is what pip puts where, and that
we find it there. Our own package is the checkout's, on PYTHONPATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
NAME = "two_steps-1.0"
PYPROJECT = """
[build-system]
requires = []
build-backend = "zipped"
backend-path = ["."]

[project]
name = "two-steps"
version = "1.0"
"""
BACKEND = f'''
import pathlib
import zipfile

FACTS = {{
    "METADATA": "Metadata-Version: 2.1\\nName: two-steps\\nVersion: 1.0\\n",
    "WHEEL": "Wheel-Version: 1.0\\nGenerator: tests\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "entry_points.txt": "[autogradus.courses]\\nsecond = two_steps.course\\n",
}}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "{NAME}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        for path in sorted(path for path in pathlib.Path("two_steps").rglob("*") if path.is_file()):
            wheel.write(path, path.as_posix())
        for file, text in FACTS.items():
            wheel.writestr("{NAME}.dist-info/" + file, text)
        listed = [*wheel.namelist(), "{NAME}.dist-info/RECORD"]
        wheel.writestr("{NAME}.dist-info/RECORD", "".join(f"{{file}},,\\n" for file in listed))
    return name
'''
Grade = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder that every user may enter, outside the checkout."""
    with tempfile.TemporaryDirectory(prefix="wheel-of-a-course-") as name:
        os.chmod(name, 0o755)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def python(home: Path) -> Path:
    """The interpreter of a fresh environment into which pip has installed the course's wheel, and nothing else."""
    source = home / "source"
    shutil.copytree(
        ROOT / "tests" / "second_course", source / "two_steps" / "course", ignore=shutil.ignore_patterns("__pycache__")
    )
    (source / "two_steps" / "__init__.py").write_text("")
    (source / "pyproject.toml").write_text(PYPROJECT)
    (source / "zipped.py").write_text(BACKEND)
    venv.create(home / "environment", symlinks=True, with_pip=False)
    python = home / "environment" / "bin" / "python"
    install = ["--python", python, "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", source]
    subprocess.run([sys.executable, "-m", "pip", *map(str, install)], check=True, timeout=300)
    shutil.rmtree(source)
    return python


@pytest.fixture(scope="module")
def grade(home: Path, python: Path) -> Grade:
    """Runs the command in the environment; torch and the rest are those of the tests."""
    others = [path for path in sys.path if path and not Path(path).is_relative_to(ROOT)]

    def run(*arguments: object, cwd: Path = home) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": os.pathsep.join((str(ROOT), *others))}
        command = [python, "-m", "grader", *arguments]
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def course(python: Path) -> Path:
    """Where pip has put the course."""
    (folder,) = python.parents[1].glob("lib/python*/site-packages/two_steps/course")
    return folder


@pytest.fixture(scope="module")
def graded_class(home: Path, course: Path, grade: Grade) -> Path:
    """The results of a class of two."""
    for student, answers in (("ada", "solutions"), ("bob", "exercises")):
        shutil.copytree(course / answers, home / "class" / student, ignore=shutil.ignore_patterns("__pycache__"))
    done = grade("class", "class", "--out", "out", "--course", "second", "--seed", 5, "--jobs", 1)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "`grade report out --course second` for pages" in done.stderr
    return home / "out"


def test_a_learner_works_in_a_workspace_that_remembers_it(grade: Grade, home: Path) -> None:
    """`grade init --course` once, plain commands from then on."""
    assert grade("init", "mine", "--course", "second").returncode == 0
    done = grade("exercise2", cwd=home / "mine")

    assert "Next: write count_positive" in done.stdout, done.stderr
    assert "count_positive: A comparison" in grade("hint", "exercise2", cwd=home / "mine").stdout


def test_it_is_proven_where_it_is_installed(grade: Grade) -> None:
    """The wheel holds solutions and examples, too."""
    done = grade("verify", "--course", "second", "--jobs", 1)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "exercise1: ok" in done.stdout


def test_a_class_of_it_is_reported_and_exported(graded_class: Path, grade: Grade) -> None:
    """As with ours."""
    report, export = (grade(command, graded_class, "--course", "second") for command in ("report", "export"))

    assert report.returncode == 0, report.stderr
    assert len(list((graded_class / "report" / "students").glob("*.html"))) == 2
    assert [line.split(",")[2:5] for line in export.stdout.splitlines()] == [
        ["exercise1", "exercise2", "total"], ["100", "100", "200"], ["0", "0", "0"],
    ]  # fmt: skip


def test_images_and_devices_that_are_not_asked_for_change_nothing(grade: Grade, course: Path) -> None:
    """No check of it takes images: none are fetched. A device that is not there is told, as with ours."""
    done = grade("exercise1", course / "solutions", "--course", "second", "--mnist", "full", "--json")
    refused = grade("exercise1", course / "solutions", "--course", "second", "--device", "cuda")

    assert json.loads(done.stdout)["score"] == 100, done.stderr
    assert refused.returncode == 0 or "--device cuda needs that device" in refused.stderr


def test_a_new_exercise_is_not_written_among_packages(grade: Grade, course: Path) -> None:
    """An upgrade of the package would take it away."""
    done = grade("new", "exercise3", "--course", "second")

    assert done.returncode == 2
    assert (
        "is installed from a package; a new exercise goes into the folder that the package is made from" in done.stderr
    )
    assert not (course / "exercises" / "exercise3.py").exists()
