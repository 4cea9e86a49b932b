"""A course of other people's, in a folder of theirs or installed, goes through everything that ours goes through."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.courses import built_in, find_course
from grader.errors import CourseFault, UsageProblem

ROOT = Path(__file__).resolve().parents[1]
SECOND = ROOT / "tests" / "second_course"
HIDDEN = (
    "checks/exercise1.py",
    "solutions/exercise1.py",
    "misconceptions/exercise1.py",
    "tests/accepted/exercise1/by_hand.py",
)
PRYING = """
def unit(x):
    for path in {closed!r}:
        try:
            with open(path) as file:
                file.read()
        except OSError:
            continue
        return x * 0
    with open({open_!r}) as file:
        file.read()
    return x / x.norm()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every user may enter, outside the checkout."""
    with tempfile.TemporaryDirectory(prefix="second-course-") as name:
        os.chmod(name, 0o755)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def course(folder: Path) -> Path:
    """A copy of the second course."""
    return Path(shutil.copytree(SECOND, folder / "course", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="module")
def installed(folder: Path) -> Path:
    """A folder of packages in which the second course is installed, with an entry point, beside another file."""
    packages = folder / "site-packages"
    facts = packages / "second_step-1.0.dist-info"
    shutil.copytree(SECOND, packages / "second_step", ignore=shutil.ignore_patterns("__pycache__"))
    facts.mkdir()
    (packages / "second_step" / "__init__.py").write_text("")
    (packages / "neighbour.py").write_text("")
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: second-step\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[autogradus.courses]\nsecond = second_step\n")
    return packages


@pytest.fixture(scope="module")
def graded_class(folder: Path, course: Path) -> Path:
    """The results of a class of two under the second course."""
    for student, answers in (("ada", "solutions"), ("bob", "exercises")):
        shutil.copytree(course / answers, folder / "class" / student)
    done = grade("class", folder / "class", "--out", folder / "out", "--course", course, "--seed", 5, "--jobs", 1)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out"


def grade(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command and wait."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=500, check=False)


@pytest.mark.parametrize("place", ["before", "after", "joined"])
def test_the_option_counts_wherever_it_stands(course: Path, place: str) -> None:
    """Before the command's name, after it, or joined by a sign."""
    option: list[object] = [f"--course={course}"] if place == "joined" else ["--course", course]
    command: list[object] = ["exercise2", course / "solutions", "--json"]
    done = grade(*option, *command) if place == "before" else grade(*command, *option)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["score"] == 100


def test_its_exercises_are_listed_instead_of_ours(course: Path) -> None:
    """In the help and in the overview."""
    said = grade("--course", course).stdout

    assert "exercise1 ... exercise2" in grade("--help", "--course", course).stdout
    assert "Two small steps (second 1.0)" in said
    assert "counting what is positive" in said
    assert "exercise3" not in said


def test_its_hints_are_given(course: Path, tmp_path: Path) -> None:
    """From nudge to near-answer, as with ours."""
    assert (
        "count_positive: A comparison" in grade("hint", "2", "count_positive", "--course", course, cwd=tmp_path).stdout
    )


def test_a_mistake_is_named(course: Path, tmp_path: Path) -> None:
    """By the course's own misconceptions."""
    shutil.copy(course / "tests" / "rejected" / "exercise1" / "absolute.py", tmp_path / "exercise1.py")
    done = grade("exercise1", tmp_path, "--course", course, "--json")

    assert done.returncode == 1, done.stderr
    assert {name for check in json.loads(done.stdout)["checks"] for name in check["misconceptions"]} == {
        "sums_the_sizes"
    }


def test_it_is_proven(course: Path) -> None:
    """`grade verify` holds, its own examples included."""
    done = grade("verify", "--course", course, "--jobs", 1)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "exercise1: ok (checks: 2, misconceptions: 2" in done.stdout


def test_a_workspace_remembers_its_course(course: Path, tmp_path: Path) -> None:
    """`grade init --course` once, plain commands from then on."""
    assert grade("init", "mine", "--course", course, cwd=tmp_path).returncode == 0
    done = grade("exercise2", cwd=tmp_path / "mine")

    assert "Next: write count_positive" in done.stdout, done.stderr
    assert "Two small steps" in grade(cwd=tmp_path / "mine").stdout


def test_a_class_is_graded_reported_and_exported(graded_class: Path, course: Path) -> None:
    """With the course's own titles."""
    report = grade("report", graded_class, "--course", course)
    export = grade("export", graded_class, "--course", course)

    assert report.returncode == 0, report.stderr
    pages = [page.read_text("utf-8") for page in (graded_class / "report" / "students").glob("*.html")]
    assert len(pages) == 2
    assert all("counting what is positive" in page for page in pages)
    assert [line.split(",")[2:5] for line in export.stdout.splitlines()] == [
        ["exercise1", "exercise2", "total"], ["100", "100", "200"], ["0", "0", "0"],
    ]  # fmt: skip


def test_a_gradebook_keeps_its_course_and_refuses_another(graded_class: Path, folder: Path, course: Path) -> None:
    """A class is of one course; the sentence names it."""
    (file,) = graded_class.glob("*.sqlite*")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as book:
        kept = dict(book.execute("SELECT name, value FROM setting WHERE name LIKE 'course%'"))

    assert kept == {"course": "second", "course_version": "1.0"}
    for command in (("report", graded_class), ("class", folder / "class", "--out", graded_class)):
        done = grade(*command)
        assert done.returncode == 2
        assert "must be graded with its own course, second; got autogradus" in done.stderr


def test_an_installed_course_is_found_by_its_name(installed: Path, course: Path) -> None:
    """By the entry point of its package."""
    place = os.pathsep.join((str(ROOT), str(installed)))
    done = grade("exercise1", course / "solutions", "--course", "second", "--json", PYTHONPATH=place)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["score"] == 100


@pytest.mark.parametrize("module", ["loud.course", "loud.course.named"])
def test_nothing_of_a_package_runs_to_find_its_course(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry point may name a folder below the package, or a module that lies in it."""
    shutil.copytree(SECOND, tmp_path / "loud" / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "loud" / "__init__.py").write_text("raise SystemExit('it ran')\n")
    (tmp_path / "loud" / "course" / "named.py").write_text("")
    facts = tmp_path / "loud-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(f"[autogradus.courses]\nloud = {module}\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert find_course("loud").root == (tmp_path / "loud" / "course").resolve()


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
@pytest.mark.parametrize("kind", ["folder", "installed"])
def test_a_worker_cannot_read_the_course(kind: str, installed: Path, course: Path, tmp_path: Path) -> None:
    """Wherever it lies: in a folder, or among packages, of which its neighbours stay open."""
    home = course if kind == "folder" else installed / "second_step"
    closed, open_ = [str(home / name) for name in HIDDEN], str(installed / "neighbour.py")
    assert all(Path(name).is_file() for name in closed)
    (tmp_path / "exercise1.py").write_text(PRYING.format(closed=closed, open_=open_))
    place = os.pathsep.join((str(ROOT), str(installed)))
    reference = course if kind == "folder" else "second"
    done = grade("exercise1", tmp_path, "--course", reference, "--json", PYTHONPATH=place)

    assert json.loads(done.stdout)["score"] == 100, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["exercises", "solutions", "checks", "misconceptions"])
def test_a_missing_file_is_one_sentence(name: str, course: Path, tmp_path: Path) -> None:
    """From every command, with the exit code of our own faults."""
    broken = shutil.copytree(course, tmp_path / "broken")
    (broken / name / "exercise2.py").unlink()
    commands: tuple[tuple[object, ...], ...] = (
        ("exercise2", broken / "solutions"), ("hint", "exercise2"), ("all", broken / "solutions"), (),
        ("class", tmp_path, "--out", tmp_path / "out"), ("init", tmp_path / "new"), ("verify", "exercise2"),
    )  # fmt: skip
    for command in commands:
        done = grade(*command, "--course", broken, cwd=tmp_path)
        said = done.stdout + done.stderr
        assert done.returncode == 3, (command, said)
        assert f"{name}/exercise2.py" in said
        assert "Traceback" not in said


def test_a_course_that_is_none_is_told(tmp_path: Path) -> None:
    """What is missing, and which courses there are."""
    with pytest.raises(UsageProblem, match=r"course\.toml does not exist"):
        find_course(str(tmp_path))
    with pytest.raises(UsageProblem, match="those installed"):
        find_course("no-such-course")


@pytest.mark.parametrize(
    "text", ["name = ", 'name = "a"', 'name = "a b"\nversion = "1"\ntitle = "t"', 'name = "a"\nversion = 1\ntitle = "t"',
             'name = "autogradus"\nversion = "1"\ntitle = "t"', 'name = "a"\nversion = "1"\ntitle = "t"\nexercises = ["../x"]'],
)  # fmt: skip
def test_a_faulty_course_file_is_told(text: str, tmp_path: Path) -> None:
    """By its path and what it must say."""
    (tmp_path / "course.toml").write_text(text)

    with pytest.raises(CourseFault, match=r"course\.toml"):
        find_course(str(tmp_path))


def test_a_course_may_list_other_stems(course: Path, tmp_path: Path) -> None:
    """In the order of the list."""
    shutil.copytree(course, tmp_path / "named")
    text = (course / "course.toml").read_text() + 'exercises = ["warmup", "exercise1"]\n'
    (tmp_path / "named" / "course.toml").write_text(text)

    assert find_course(str(tmp_path / "named")).names() == ["warmup", "exercise1"]


def test_ours_is_a_course_too() -> None:
    """With nothing to find it by but its absence."""
    assert find_course("") == built_in()
    assert built_in().name == "autogradus"
