"""`grade verify` as an author meets it: what the files say at once, parts alone, one finding for a wrong solution."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from grader.course import Course
from grader.courses import find_course
from grader.errors import UsageProblem
from grader.verification import run
from grader.verification.finding import in_words
from grader.verification.run import Options, verify_course

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the second course."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    return find_course(str(tmp_path / "course"))


def change(path: Path, old: str, new: str) -> None:
    """Change a file that is there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def verified(course: Course, *exercises: str, **options: object) -> tuple[int, str]:
    """Exit code and what was printed."""
    console = Console(width=200, file=io.StringIO())
    code = verify_course(console, course, exercises, Options(**options))  # type: ignore[arg-type]
    return code, console.file.getvalue()  # type: ignore[attr-defined]


def test_contradictions_are_told_without_torch(course: Course) -> None:
    """And nothing is graded, so that they are told at once."""
    change(course.checks_path("exercise1"), "points=60", "points=59")
    code = (
        "import sys\nfrom grader.command.main import main\n"
        f"try:\n    main(['verify', 'exercise1', '--course', {str(course.root)!r}])\n"
        "except SystemExit as end:\n    print(end.code, 'torch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [
        "exercise1: points must sum to 100; got 99.",
        "exercise1: not graded until its files agree.",
        "1 proof does not hold.",
        "1 False",
    ]


def test_a_wrong_solution_is_one_finding(course: Course) -> None:
    """Every other proof builds on it."""
    change(course.solution_path("exercise1"), "return x / x.norm()", "return x / x.abs().max()")
    code, said = verified(course, "exercise1")

    assert code == run.DOES_NOT
    assert "exercise1: solutions/exercise1.py must pass every check (seed 1); unit_has_length_one says failed:" in said
    assert said.endswith("1 proof does not hold.\n")


def test_an_order_without_a_selection_proves_everything(course: Course) -> None:
    """Also in the process to which it is sent, where it is another object: constants, the table, wrong answers."""
    change(course.root / "tests" / "rejected" / "exercise1" / "squares.py", "forgets_the_root", "sums_the_sizes")
    change(course.checks_path("exercise1"), "inputs.normal(n)", "Inputs(n).normal(n)")
    _, printed = verified(course, "exercise1", jobs=1)

    assert "must be diagnosed as sums_the_sizes; got forgets_the_root" in printed
    assert "recorded under another seed must earn at most 5 points; it earned 60" in printed


def test_a_check_alone_is_proven_while_others_are_at_work(course: Course) -> None:
    """Points that do not sum up yet are no matter then."""
    change(course.checks_path("exercise2"), "points=70", "points=5")
    code, said = verified(course, "exercise2", checks=("zero_is_not_positive",))

    assert code == run.HOLDS, said
    assert "exercise2: ok (checks: 1, misconceptions: 2, " in said


def test_shortfalls_are_told_and_the_rest_is_proven(course: Course) -> None:
    """An author sees what works before everything is written."""
    shutil.rmtree(course.root / "tests")
    code, said = verified(find_course(str(course.root)), "exercise1")

    assert code == run.DOES_NOT
    assert "tests/accepted/exercise1 must hold at least 1 file; got 0." in said
    assert "exercise1: 2 proofs do not hold (checks: 2, misconceptions: 2" in said


def test_parts_are_of_one_exercise_and_exist(course: Course) -> None:
    """Otherwise the nearest names are told."""
    with pytest.raises(UsageProblem, match="of one exercise"):
        verified(course, "exercise1", "exercise2", checks=("unit_has_length_one",))
    with pytest.raises(UsageProblem, match="Nearest: unit_has_length_one"):
        verified(course, "exercise1", checks=("unit_has_length",))
    with pytest.raises(UsageProblem, match="no function 'united'. Nearest: unit"):
        verified(course, "exercise1", functions=("united",))


def test_counts_are_english() -> None:
    """One proof does not, two do not."""
    assert in_words(1) == "1 proof does not hold"
    assert in_words(2) == "2 proofs do not hold"
