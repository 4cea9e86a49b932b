"""A class whose students have a seed each: equal files are graded apart, and the same again under the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pool_class import EXERCISE, SEED, SOLUTION, enrolled, write_class

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.running.grade_pending import settle_seed_per_student, tasks, todays_conditions
from grader.classroom.running.grader_process import Setup
from grader.errors import UsageProblem
from grader.session.seeds import fresh_seed, seed_of_student


@pytest.fixture
def book(tmp_path: Path) -> Gradebook:
    """Two students with equal files."""
    return enrolled(write_class(tmp_path / "class", {"ada": SOLUTION, "bob": SOLUTION}), tmp_path / "out")


def seeds_of(book: Gradebook, *, apart: bool, seed: int = SEED) -> list[int | None]:
    """The seeds of the tasks that are to be run."""
    conditions = todays_conditions(Setup((EXERCISE,), seed, seed_per_student=apart))
    groups = list(by_key(pending(book, conditions)))
    return [task.seed for task in tasks(book, groups)]


def test_equal_files_are_graded_apart(book: Gradebook) -> None:
    """Each under its student's own seed; with one seed for all they are one task."""
    assert sorted(seeds_of(book, apart=True)) == sorted(seed_of_student(SEED, student) for student in ("ada", "bob"))
    assert seeds_of(book, apart=False) == [SEED]


def test_a_students_seed_follows_from_the_classs(book: Gradebook) -> None:
    """The same again, and another for another class."""
    assert seeds_of(book, apart=True) == seeds_of(book, apart=True)
    assert not set(seeds_of(book, apart=True)) & set(seeds_of(book, apart=True, seed=SEED + 1))


def test_a_class_with_one_seed_keeps_it(book: Gradebook) -> None:
    """Grades that are there would no longer be what they are said to be."""
    with pytest.raises(UsageProblem, match="one seed for all; --seed-per-student needs another --out"):
        settle_seed_per_student(book, True)
    assert not settle_seed_per_student(book, False)


def test_a_class_with_a_seed_each_keeps_them(tmp_path: Path) -> None:
    """Without being told again."""
    with Gradebook.open(tmp_path, create=True) as fresh:
        assert settle_seed_per_student(fresh, True)
        fresh.keep_setting("seed", "7")
        assert settle_seed_per_student(fresh, False)
        assert settle_seed_per_student(fresh, True)


def test_a_fresh_seed_cannot_be_tried_out() -> None:
    """64 bits: of 40 seeds one at least is above 2**63, and no two are alike."""
    seeds = {fresh_seed() for _ in range(40)}

    assert len(seeds) == 40
    assert max(seeds) >= 2**62
