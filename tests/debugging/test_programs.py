"""The programs of `grade debug`: set like the solution, betraying nothing, enough of every kind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.courses import built_in
from grader.debugging.declaring import Level
from grader.debugging.handout import handed_out
from grader.debugging.program import bare_program, edited
from grader.debugging.record import exercises_with_tasks, read_record
from grader.debugging.recording import declared, without_measures
from grader.errors import CourseFault
from grader.verification.debugging import text_betrays_nothing

COURSE = built_in()
RECORDS = {name: read_record(COURSE, name) for name in exercises_with_tasks(COURSE)}
exercises = pytest.mark.parametrize("exercise", RECORDS)


def test_every_exercise_has_tasks_of_every_function_kind() -> None:
    """At least a dozen an exercise, on three levels or two."""
    assert list(RECORDS) == COURSE.names()
    assert all(len(record.tasks) >= 12 and len(record.tasks) == len(record.bugs) for record in RECORDS.values())


def test_many_tasks_are_about_training() -> None:
    """What trains badly is what practice meets most."""
    about_training = [b for r in RECORDS.values() for b in r.bugs.values() if b.level == Level.TRAINS_BADLY]

    assert len(about_training) >= 24


def test_there_are_questions_enough() -> None:
    """Each has three curves of real runs."""
    asked = [bug for record in RECORDS.values() for bug in record.bugs.values() if bug.others]

    assert len(asked) >= 40
    assert all(len({bug.mistake, *bug.others}) == 3 for bug in asked)


@exercises
def test_the_hardest_programs_hold_two_mistakes(exercise: str) -> None:
    """In different functions, and each still shows."""
    record = RECORDS[exercise]
    hard = [task for task in record.tasks.values() if task.level == Level.SHOWS_SELDOM]

    assert hard
    for task in hard:
        assert len({bug.function for bug in task.bugs}) == 2, task.bugs[0].mistake
        assert all(record.scenes[name].differs(shown) for name, shown in task.shown())


@exercises
def test_a_program_is_set_like_any_other(exercise: str, tmp_path: Path) -> None:
    """A formatter finds nothing to change in it, so no line stands out."""
    record = RECORDS[exercise]
    for number, task in enumerate(record.tasks.values()):
        (tmp_path / f"{number}.py").write_text(handed_out(record, task, f"debug/{exercise}_1.py"), "utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "88", "--isolated", "--diff", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    changes = [line for line in done.stdout.splitlines() if line[:1] == "-" and line[:3] != "---"]

    # Beside the program stands the scene, which a formatter may wrap in another way.
    assert not [line for line in changes if line[1:] in record.program.splitlines()]
    assert not [line for line in changes if not line.startswith("-    ")], changes


@exercises
def test_no_text_says_what_is_wrong(exercise: str) -> None:
    """No comment, no docstring of the bank, no name of a mistake."""
    found = [one for task in RECORDS[exercise].tasks.values() for one in text_betrays_nothing(RECORDS[exercise], task)]

    assert not found


@exercises
def test_the_record_is_that_of_the_files(exercise: str) -> None:
    """`python tools/record_debugging.py` was run after the last change of bugs, solution or bank."""
    assert without_measures(RECORDS[exercise]) == declared(COURSE, exercise)


def test_the_bare_program_keeps_one_line_of_a_docstring() -> None:
    """Comments, long texts and the demo go; what runs stays."""
    source = (
        '"""Page."""\n\nX = 1  # one\n"""About X."""\n\n\ndef f(x):\n    """First.\n\n    Second.\n    """\n'
        '    # why\n    return x\n\n\nif __name__ == "__main__":\n    f(1)\n'
    )

    assert bare_program(source) == 'X = 1\n\n\ndef f(x):\n    """First."""\n    return x\n'


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"b()": "c()"}, "def f():\n    while a:\n        c()\n    return 1\n"),
        ({"b()": ""}, "def f():\n    while a:\n    return 1\n"),
        ({"    b()\nreturn 1": "    b()\n    return 1"}, "def f():\n    while a:\n        b()\n        return 1\n"),
        ({"    b()\nreturn 1": "b()\nreturn 1"}, "def f():\n    while a:\n    b()\n    return 1\n"),
    ],
    ids=["a line", "a line less", "to the right", "to the left"],
)
def test_an_edit_follows_its_place(edit: dict[str, str], expected: str) -> None:
    """Whole lines, indented from where the leftmost one stands."""
    assert edited("def f():\n    while a:\n        b()\n    return 1\n", "f", edit) == expected


def test_an_edit_that_fits_twice_is_refused() -> None:
    """Or nowhere: the author is told."""
    for old in ("a()", "z()"):
        with pytest.raises(CourseFault, match="must fit once"):
            edited("def f():\n    a()\n    a()\n", "f", {old: "b()"})
