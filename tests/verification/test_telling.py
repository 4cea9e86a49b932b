"""What wrong answers are told is judged by their own docstrings, counted by exercise and in sum."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from grader.courses import find_course
from grader.errors import UsageProblem
from grader.outcome import CheckOutcome, Grade, Status
from grader.verification.author_files import Example, example
from grader.verification.run import Options, show_advice
from grader.verification.wrong_answers.table import as_text_of_json, table_lines
from grader.verification.wrong_answers.telling import Told, told, unsaid

ROOT = Path(__file__).resolve().parents[2]
NAMED = Example(("f",), frozenset({"forgets_the_minus"}))
UNNAMED = Example(("f",), frozenset(), says=("one step an epoch",), never=("momentum",))


PASSED = Grade("exercise1", 1, (CheckOutcome("f_is_right", "f", "f is right.", Status.PASSED, 4.0, 4.0, "Passed."),))


def failed(message: str = "f must be 1; got 2.", advice: str | None = None, *names: str) -> Grade:
    """The grade of a file with one check that failed."""
    outcome = CheckOutcome("f_is_right", "f", "f is right.", Status.FAILED, 0.0, 4.0, message, advice, names)
    return Grade("exercise1", 1, (outcome,))


@pytest.mark.parametrize(
    ("found", "header", "kind"),
    [
        (failed("f must be 1; got -1.", "A minus is missing.", "forgets_the_minus"), NAMED, Told.NAMED),
        (failed("f must be 1; got -1."), NAMED, Told.SILENT),
        (failed("f must be 1; got -1.", "You took the mean.", "takes_the_mean"), NAMED, Told.MISLEADING),
        (failed(advice="Take one step an epoch at a time."), UNNAMED, Told.NAMED),
        (failed("f must take one step an epoch; got 3."), UNNAMED, Told.PLAIN),
        (failed("f must take one step an epoch; got 3.", "Leave momentum out."), UNNAMED, Told.MISLEADING),
        (failed(), UNNAMED, Told.SILENT),
        (failed(), Example(("f",), frozenset()), Told.SILENT),
        (PASSED, NAMED, Told.UNNOTICED),
    ],
)
def test_an_answer_is_judged_by_what_its_docstring_demands(found: Grade, header: Example, kind: Told) -> None:
    """A name or an advice names it, a message alone is plain, another name or a forbidden text misleads."""
    assert told(found, header) is kind


def test_two_mistakes_are_named_when_both_are() -> None:
    """One of the two is not enough."""
    header = Example(("f", "g"), frozenset({"forgets_the_minus", "takes_the_mean"}))

    assert told(failed("", None, "forgets_the_minus", "takes_the_mean"), header) is Told.NAMED
    assert told(failed("", None, "takes_the_mean"), header) is Told.SILENT


def test_texts_that_are_missing_are_listed() -> None:
    """So that an author sees which."""
    assert unsaid(failed(), UNNAMED) == ("one step an epoch",)
    assert unsaid(failed(advice="Take one step an epoch at a time."), UNNAMED) == ()


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ('"""wrong: f; misconception: a"""\n', Example(("f",), frozenset({"a"}))),
        ('"""wrong: f, g; misconception: a, b"""\n', Example(("f", "g"), frozenset({"a", "b"}))),
        (
            '"""wrong: f; misconception: none\n\nsays: x must\nnever: y\n"""\n',
            Example(("f",), frozenset(), ("x must",), ("y",)),
        ),
        ('"""wrong: f"""\n', None),
        ("def f(:\n", None),
    ],
)
def test_a_docstring_says_what_is_wrong_and_what_is_told(text: str, header: Example | None, tmp_path: Path) -> None:
    """Functions, misconceptions, texts that must and must not be said."""
    path = tmp_path / "file.py"
    path.write_text(text)

    assert example(path) == header


FILES = {
    "exercise1": {"tests/rejected/exercise1/a.py": Told.NAMED, "tests/rejected/exercise1/b.py": Told.SILENT},
    "exercise2": {"tests/rejected/exercise2/c.py": Told.PLAIN, "tests/rejected/exercise2/d.py": Told.MISLEADING},
}


def test_the_table_counts_by_exercise_and_in_sum_and_lists_what_is_not_told() -> None:
    """With shares of the sum."""
    lines = list(table_lines(FILES))

    assert [line.split() for line in lines[1:4]] == [
        ["exercise1", "2", "1", "0", "1", "0", "0"],
        ["exercise2", "2", "0", "1", "0", "1", "0"],
        ["all", "4", "1", "1", "1", "1", "0"],
    ]
    assert lines[4].split() == "25.0 % 25.0 % 25.0 % 25.0 % 0.0 %".split()
    assert lines[5:] == ["silent: tests/rejected/exercise1/b.py", "misleading: tests/rejected/exercise2/d.py"]


def test_the_table_as_json_holds_the_same_counts() -> None:
    """And each file."""
    read = json.loads(as_text_of_json(FILES))

    assert read["sum"] == {"named": 1, "plain": 1, "silent": 1, "misleading": 1, "unnoticed": 0}
    assert read["exercises"]["exercise2"]["plain"] == 1
    assert read["files"]["tests/rejected/exercise2/d.py"] == "misleading"


def test_the_wrong_answers_of_a_course_are_graded_and_counted(tmp_path: Path) -> None:
    """The second course's are all named; a label that is not true is told."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    course, console = find_course(str(tmp_path / "course")), Console(width=200, file=io.StringIO())
    paths = course.examples("rejected", "exercise1")
    header = example(paths[0])
    assert header
    (name,) = header.misconceptions
    paths[0].write_text(paths[0].read_text("utf-8").replace(name, "none"), "utf-8")
    code = show_advice(console, course, ("exercise1",), Options(jobs=2), False)
    said = console.file.getvalue()  # type: ignore[attr-defined]

    assert code == 1
    assert f"misleading: {course.shown(paths[0])}" in said
    assert f"exercise1 {len(paths):8} {len(paths) - 1:10} {0:10} {0:10} {1:10}" in said


def test_a_course_without_wrong_answers_has_no_table(tmp_path: Path) -> None:
    """An installed wheel has none."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    shutil.rmtree(tmp_path / "course" / "tests" / "rejected")

    with pytest.raises(UsageProblem, match="checkout"):
        show_advice(
            Console(file=io.StringIO()), find_course(str(tmp_path / "course")), ("exercise1",), Options(), False
        )
