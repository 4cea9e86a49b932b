"""The proofs of an exercise's files notice what is wrong with them, by their text alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import Course
from grader.courses import built_in, find_course
from grader.verification import content
from grader.verification.selection import selection_of

ROOT = Path(__file__).resolve().parents[2]
STUB, SOLUTION = "exercises/exercise1.py", "solutions/exercise1.py"
CHECKS, MISCONCEPTIONS = "checks/exercise1.py", "misconceptions/exercise1.py"
Change = Callable[..., str]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the second course, of which everything holds."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    return find_course(str(tmp_path / "course"))


@pytest.fixture
def changed(course: Course) -> Change:
    """Changes a file of the copy; what the proofs then say, as one text."""

    def change(file: str, old: str, new: str) -> str:
        path = course.root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return said(course)

    return change


def said(course: Course, exercise: str = "exercise1") -> str:
    """What does not hold, as one text."""
    looked = content.look(course, exercise)
    return "\n".join(map(str, (*looked.contradictions, *looked.shortfalls)))


@pytest.mark.parametrize("exercise", built_in().names())
def test_the_course_as_it_is_holds(exercise: str) -> None:
    """Nothing to find."""
    assert said(built_in(), exercise) == ""


def test_a_second_course_as_it_is_holds(course: Course) -> None:
    """Nothing to find there either."""
    assert said(course) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (CHECKS, "points=60", "points=59", "exercise1: points must sum to 100; got 99."),
        (CHECKS, "points=60", "points=6.5", "checks/exercise1.py, line 19: unit_has_length_one must say points="),
        (CHECKS, '@check("unit", points=60)\n', "", "line 18: check_unit_has_length_one must have @check(...)."),
        (
            CHECKS,
            '@check("unit", points=60)',
            '@check("unity", points=60)',
            "must name a function of the stub; got 'unity'",
        ),
        (CHECKS, '    """unit divides x by its Euclidean norm."""\n', "", "unit_has_length_one must have a docstring"),
        (
            CHECKS,
            "check_unit_keeps_long_vectors",
            "check_unit_has_length_one",
            "unit_has_length_one must be defined once",
        ),
        (CHECKS, "def reference", "def (", "checks/exercise1.py, line 14: the file must be valid Python"),
        (CHECKS, '        "return x / x.norm()",\n', "", "unit must have 3 hints; got 2."),
        (CHECKS, "HINTS", "CLUES", "HINTS must be a dict of texts"),
        (MISCONCEPTIONS, 'replaces="unit"', 'replaces="units"', "must name a function of the stub; got 'units'"),
        (MISCONCEPTIONS, '("unit_has_length_one",', '("unit_has_length",', "must list checks that exist in fails="),
        (MISCONCEPTIONS, "fails=BOTH", "fails=()", "sums_the_sizes must list the checks that it trips in fails=."),
        (MISCONCEPTIONS, 'BOTH = ("unit_has_length_one", ', "BOTH = (", "unit_has_length_one must be tripped"),
        (
            MISCONCEPTIONS,
            '@misconception(replaces="unit", fails=BOTH)\n',
            "",
            "unit must have at least 2 misconceptions; got 1.",
        ),
        (
            STUB,
            "length one.",
            "length one TODO",
            "exercises/exercise1.py must have its own text where it says TODO: line 1.",
        ),
        (SOLUTION, "def unit(", "def unity(", "unit must be in solutions/exercise1.py too"),
        (SOLUTION, "x: torch.Tensor", "x: float", "unit must have the same signature and text"),
        (
            SOLUTION,
            "import torch\n",
            "import torch\n\nif True:\n    pass\n",
            "if True must be in exercises/exercise1.py too",
        ),
        (SOLUTION, "Returns:", "Gives:", "unit must have the same signature and text"),
    ],
)
def test_a_change_is_noticed(changed: Change, file: str, old: str, new: str, sentence: str) -> None:
    """With the author's own file and line where one is meant."""
    assert sentence in changed(file, old, new)


def test_a_probe_that_uses_more_than_crosses_is_noticed(course: Course) -> None:
    """A module constant stays at home."""
    path = course.checks_path("exercise2")
    text = path.read_text("utf-8").replace("m.count_positive(x)", "m.count_positive(x + EPS)")
    path.write_text(f"{text}\nEPS = 0.0\n", "utf-8")

    assert "checks/exercise2.py, line 16: run_count must use only what crosses" in said(course, "exercise2")
    assert "it uses EPS." in said(course, "exercise2")


@pytest.mark.parametrize("folder", ["exercises", "solutions", "checks", "misconceptions"])
def test_a_missing_file_is_noticed(course: Course, folder: str) -> None:
    """It is the one finding."""
    (course.root / folder / "exercise1.py").unlink()

    assert said(course) == f"exercise1: {folder}/exercise1.py must exist: an exercise is four files of one stem."


def test_examples_are_demanded_by_the_number_of_functions(course: Course) -> None:
    """One right answer a function, two wrong ones."""
    bare = replace(course, tests=None)

    assert "tests/accepted/exercise1 must hold at least 1 file; got 0." in said(bare)
    assert "tests/rejected/exercise1 must hold at least 2 files; got 0." in said(bare)


@pytest.mark.parametrize(
    "header", ["", '"""wrong: unit; misconception: no_such_belief"""', '"""wrong: other; misconception: none"""']
)
def test_an_example_without_its_first_line_is_noticed(course: Course, header: str) -> None:
    """It names a function and a misconception that exist."""
    (course.root / "tests" / "rejected" / "exercise1" / "squares.py").write_text(
        f"{header}\ndef unit(x):\n    return x\n"
    )

    assert "tests/rejected/exercise1/squares.py must begin with" in said(course)


def test_examples_without_a_name_stay_rare(course: Course) -> None:
    """One in ten."""
    text = '"""wrong: unit; misconception: none"""\ndef unit(x):\n    return x\n'
    (course.root / "tests" / "rejected" / "exercise1" / "squares.py").write_text(text)

    assert "may go unnamed in 1 file of 10 at most; 1 of 2 say none." in said(course)


def test_points_are_not_summed_when_a_part_is_proven(course: Course, changed: Change) -> None:
    """`--check` and `--function` are for exercises at work."""
    changed(CHECKS, "points=60", "points=10")
    selection = selection_of(course, "exercise1", ["check_unit_has_length_one"], [])

    assert selection.checks == {"unit_has_length_one"}
    assert selection.functions == {"unit"}
    assert content.look(course, "exercise1", selection).contradictions == ()
