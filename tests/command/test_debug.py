"""`grade debug` as a learner meets it: a question, a program that is wrong, a repair that is judged, a lesson."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.courses import built_in
from grader.debugging.lots import Question, next_question, next_task
from grader.debugging.record import Task, read_record, wrong_program

Type = Callable[..., Any]
RECORD = read_record(built_in(), "exercise3")
NAME = "exercise3"


def first_question(seed: int) -> Question:
    """What a hunt by this seed begins with."""
    question = next_question(RECORD, seed, (), next_task(RECORD, seed, ()))
    assert question
    return question


def open_task(course: Path) -> Task:
    """The task that the workspace has open."""
    state = json.loads((course / ".autogradus.json").read_text("utf-8"))
    return RECORD.tasks[state["debugging"][NAME]["open"]]


def mend(course: Path, file: str = "exercise3_1.py") -> None:
    """Put the solution's functions in the place of the wrong ones."""
    path = course / "debug" / file
    path.write_text(path.read_text("utf-8").replace(wrong_program(RECORD, open_task(course).bugs), RECORD.program))


@pytest.fixture
def handed_out(type_in: Type, course: Path) -> Path:
    """A workspace with one program handed out."""
    type_in("debug", NAME, "--yes", "--seed", 4)
    type_in("debug", NAME, "--yes", "--answer", 2)
    return course


def test_a_solution_is_not_shown_by_accident(type_in: Type, course: Path) -> None:
    """Where the exercise is open, one has to say that one wants to see it."""
    done = type_in("debug", NAME)

    assert (done.returncode, (course / "debug").exists()) == (2, False)
    assert "Finish it first, or say --yes." in done.stderr


def test_a_question_comes_first(type_in: Type, course: Path) -> None:
    """In a pipe it waits for --answer; three curves stand side by side, and no program is written yet."""
    done = type_in("debug", NAME, "--yes", "--seed", 4)

    assert f"What will you see? Somebody changed {first_question(4).bug.function}:" in done.stdout
    assert "grade debug exercise3 --answer 1" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80 and not (course / "debug").exists()


def test_an_answer_is_graded_at_once_and_a_program_handed_out(type_in: Type, course: Path) -> None:
    """With the symptom as it was measured, and its curve."""
    type_in("debug", NAME, "--yes", "--seed", 4)
    done = type_in("debug", NAME, "--yes", "--answer", first_question(4).answer)

    assert "Right, 1 point." in done.stdout
    assert "Program 1 of 22 (level 1): debug/exercise3_1.py" in done.stdout and "─" in done.stdout
    assert (course / "debug" / "exercise3_1.py").is_file()


def test_who_was_asked_need_not_say_yes_again(type_in: Type, course: Path) -> None:
    """The command that the question ends with is enough."""
    type_in("debug", NAME, "--yes", "--seed", 4)

    assert type_in("debug", NAME, "--answer", 1).returncode == 0


def test_an_answer_without_a_question_is_refused(type_in: Type, course: Path) -> None:
    """And says how to get one."""
    done = type_in("debug", NAME, "--yes", "--answer", 1)

    assert done.returncode == 2 and "No question is open" in done.stderr


def test_a_file_of_the_learner_is_never_overwritten(type_in: Type, course: Path) -> None:
    """Another number is taken, and an open program is told again without being written anew."""
    (course / "debug").mkdir()
    mine = course / "debug" / "exercise3_1.py"
    mine.write_text("mine")
    type_in("debug", NAME, "--yes", "--seed", 4)
    type_in("debug", NAME, "--yes", "--answer", 1)
    (course / "debug" / "exercise3_2.py").write_text("mine too")
    again = type_in("debug", NAME)

    assert "debug/exercise3_2.py" in again.stdout
    assert (mine.read_text(), (course / "debug" / "exercise3_2.py").read_text()) == ("mine", "mine too")


def test_the_program_itself_shows_its_curve(type_in: Type, handed_out: Path) -> None:
    """It runs, and draws what was told."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "debug/exercise3_1.py"], cwd=handed_out, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "─" in done.stdout or "-" in done.stdout


def test_what_is_not_mended_is_said_without_grading(type_in: Type, handed_out: Path) -> None:
    """A comment mends nothing."""
    path = handed_out / "debug" / "exercise3_1.py"
    path.write_text(path.read_text("utf-8") + "# a comment\n")
    done = type_in("debug", NAME, "--check")

    assert done.returncode == 1 and "nothing in it was mended yet" in " ".join(done.stdout.split())


def test_a_wrong_repair_is_told_by_its_checks_alone(type_in: Type, handed_out: Path) -> None:
    """No advice of the bank: it would name the mistake."""
    bug = open_task(handed_out).bugs[0]
    path = handed_out / "debug" / "exercise3_1.py"
    path.write_text(path.read_text("utf-8").replace("def accuracy", "X = 1\n\n\ndef accuracy"))
    done = type_in("debug", NAME, "--check")

    assert done.returncode == 1 and "Not yet:" in done.stdout
    assert bug.advice[:30] not in " ".join(done.stdout.split())


def test_half_a_repair_is_told(type_in: Type, handed_out: Path) -> None:
    """Of two mistakes one is mended: that is worth knowing, and names neither."""
    task = next(task for task in RECORD.tasks.values() if len(task.bugs) == 2)
    state = json.loads((handed_out / ".autogradus.json").read_text("utf-8"))
    state["debugging"][NAME]["open"] = task.key
    (handed_out / ".autogradus.json").write_text(json.dumps(state))
    path = handed_out / "debug" / "exercise3_1.py"
    path.write_text(wrong_program(RECORD, task.bugs[1:]))
    done = type_in("debug", NAME, "--check")

    assert done.returncode == 1
    assert "Not yet: one of the two mistakes is mended, and" in " ".join(done.stdout.split())


def test_a_repair_is_paid_and_explained(type_in: Type, handed_out: Path) -> None:
    """Points of their own, then the lesson, and the overview shows them; the exercise has no score by it."""
    bug = open_task(handed_out).bugs[0]
    mend(handed_out)
    done = type_in("debug", NAME, "--check")
    told, overview = " ".join(done.stdout.split()), type_in().stdout

    assert done.returncode == 0 and "Mended: 1 point." in told
    assert " ".join(bug.advice.split()) in told and "How one finds it:" in told
    assert "programs mended: 1" in overview and "exercise3  [..........] not graded yet" in overview


def test_a_program_written_anew_is_told_kindly(type_in: Type, handed_out: Path) -> None:
    """It works, it earns nothing, and the first text can be had again."""
    mend(handed_out)
    path = handed_out / "debug" / "exercise3_1.py"
    bug = open_task(handed_out).bugs[0]
    steps = "\n".join(f"    step_{n} = {n}" for n in range(12))
    text = path.read_text("utf-8")
    head = text.index(f"def {bug.function}(")
    body = text.index('"""', text.index('"""', head) + 3) + 3
    path.write_text(f"{text[:body]}\n{steps}{text[body:]}")
    done = type_in("debug", NAME, "--check")

    assert done.returncode == 1 and "written anew" in " ".join(done.stdout.split())
    assert "grade debug exercise3" in done.stdout.splitlines()[-1]


def test_one_may_give_up(type_in: Type, handed_out: Path) -> None:
    """The lesson comes, no points, and the next program is another."""
    done = type_in("debug", NAME, "--give-up")

    assert done.returncode == 0 and "No points this time" in done.stdout and "What was believed" in done.stdout
    assert "1/22" not in type_in("debug", "--list").stdout


def test_the_list_names_what_is_open(type_in: Type, handed_out: Path) -> None:
    """And every exercise with its tasks."""
    listed = type_in("debug", "--list").stdout

    assert "open: debug/exercise3_1.py" in listed and "exercise6" in listed


def test_a_course_without_tasks_says_so(type_in: Type, course: Path) -> None:
    """In a sentence."""
    second = Path(__file__).resolve().parents[1] / "second_course"
    one, listed = type_in("debug", "exercise1", "--course", second), type_in("debug", "--list", "--course", second)

    assert one.returncode == 2 and "has no debugging tasks" in one.stderr
    assert listed.returncode == 0 and "has no debugging tasks" in listed.stdout


@pytest.mark.parametrize("entry", ['{"seed": "x"}', "[]", "7", '{"seed": 1, "number": 0, "mended": 3, "answered": {}}'])
def test_a_damaged_state_counts_as_none(type_in: Type, course: Path, entry: str) -> None:
    """Progress is a convenience."""
    (course / ".autogradus.json").write_text(f'{{"debugging": {{"{NAME}": {entry}}}}}')

    assert type_in().returncode == 0
    assert type_in("debug", NAME, "--yes").returncode == 0
