"""`grade late` and `grade extend`: what lateness costs, told and kept from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pool_class import EXERCISE, enrolled, write_class

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import late_policy_of
from grader.command.cli import cli

DUE = "2026-03-01T23:59:00+01:00"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A gradebook of one student."""
    enrolled(write_class(tmp_path / "class", {"ada": b"# ada\n"}), tmp_path / "out").close()
    return tmp_path / "out"


def said(*arguments: object) -> Result:
    """What the command said."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_class_begins_without_a_policy(out: Path) -> None:
    assert said("late", out).output == "Nothing is taken off for lateness.\n"


def test_a_rule_for_all_exercises_is_kept_and_told(out: Path) -> None:
    told = said("late", out, "--due", DUE, "--percent-per-day", 10, "--grace-minutes", 15)

    rule = "every exercise: due 2026-03-01T22:59:00Z, 10% off a day, 15 minutes of grace.\n"
    assert told.output == f"{rule}Never late, because nobody knows when it was handed in: ada {EXERCISE}.\n"
    with Gradebook.open(out) as book:
        assert late_policy_of(book).percent_off("ada", EXERCISE, "2026-03-03T12:00:00Z", False) == 20


def test_an_option_changes_its_part_of_the_rule_alone(out: Path) -> None:
    said("late", out, "--due", DUE, "--percent-per-day", 10)

    told = said("late", out, "--most-percent", 30, "--closed-after-days", 7, "--marked-late-percent", 5)

    for part in ("due 2026-03-01T22:59:00Z", "10% off a day", "at most 30%", "closed after 7 days", "5% where only"):
        assert part in told.output


def test_an_extension_moves_one_students_due_time(out: Path) -> None:
    said("late", out, "--due", DUE, "--percent-per-day", 10)

    told = said("extend", out, "ada", "--until", "2026-03-08T23:59:00+01:00", "--who", "Dr. Roe", "--why", "ill")

    assert "ada, every exercise: until 2026-03-08T22:59:00Z (Dr. Roe: ill)" in told.output
    with Gradebook.open(out) as book:
        assert late_policy_of(book).percent_off("ada", EXERCISE, "2026-03-03T12:00:00Z", False) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("late", "OUT", "--due", "tomorrow"), "a day that there is"),
        (("late", "OUT", "--due", "2026-02-30T10:00:00Z"), "a day that there is"),
        (("late", "OUT", "--due", "2026-03-01T10:00:00"), "needs its zone"),
        (("late", "OUT", "--percent-per-day", "120"), "not in the range"),
        (("late", "OUT", "exercise99", "--due", DUE), "exercise99"),
        (("extend", "OUT", "eve", "--until", DUE, "--who", "a", "--why", "b"), "No student 'eve'"),
        (("extend", "OUT", "ada", "--until", DUE, "--who", " ", "--why", "b"), "who grants it and why"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(out: Path, arguments: tuple[str, ...], words: str) -> None:
    told = said(*(str(out) if argument == "OUT" else argument for argument in arguments))

    assert told.exit_code == 2
    assert words in told.output
