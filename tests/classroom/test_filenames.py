"""Which exercise a file name answers."""

from __future__ import annotations

import pytest

from grader.classroom.intake.filenames import Answer, answer, reason_for

EXERCISES = ("exercise1", "exercise2", "exercise10", "warm-up")


@pytest.mark.parametrize(
    ("name", "exercise", "copy"),
    [
        ("exercise1.py", "exercise1", 0),
        ("Exercise1.PY", "exercise1", 0),
        ("exercise1-1.py", "exercise1", 1),
        ("exercise1 (3).py", "exercise1", 3),
        ("exercise1(2).py", "exercise1", 2),
        ("exercise1 - Copy.py", "exercise1", -1),
        ("exercise1_copy2.ipynb", "exercise1", -2),
        ("exercise10.py", "exercise10", 0),
        ("exercise10-2.ipynb", "exercise10", 2),
        ("warm-up.py", "warm-up", 0),
    ],
)
def test_a_name_is_read_whatever_its_case_and_copy_number(name: str, exercise: str, copy: int) -> None:
    found = answer(name, EXERCISES)

    assert isinstance(found, Answer)
    assert (found.exercise, found.copy) == (exercise, copy)


@pytest.mark.parametrize(
    "name",
    ["exercise3.py", "exercise11.py", "exercise1.py.txt", "exercise1", "exercise1.pyc", ".py", "my_exercise1.py"],
)
def test_another_name_answers_nothing(name: str) -> None:
    assert answer(name, EXERCISES) is None


def test_a_name_read_as_another_is_noted() -> None:
    found = answer("Exercise1 (1).py", EXERCISES)

    assert found is not None
    assert found.note == "named Exercise1 (1).py, read as exercise1.py"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("exercise1.py.txt", "exercise1.py meant?"),
        ("Exercise_2.py", "exercise2.py meant?"),
        ("excercise10.py", "exercise10.py meant?"),
        ("all.zip", "unpack it in its place"),
        ("photo.jpg", "no .py or .ipynb"),
        ("other.py", "expected exercise1.py"),
    ],
)
def test_the_reason_names_what_was_probably_meant(name: str, hint: str) -> None:
    assert hint in reason_for(name, EXERCISES)


def test_another_number_is_never_suggested() -> None:
    assert "meant" not in reason_for("exercise9.py", EXERCISES)
