"""Equal content gives equal bytes: in any order of work, resumed or not, in one part or merged from many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_class import EXERCISES, TODAY, outcome_for

from grader.classroom.errors import GradebookProblem
from grader.classroom.gradebook.canonical import ordered
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record, record_fault
from grader.classroom.gradebook.merging import merge
from grader.classroom.gradebook.overrides import override
from grader.classroom.gradebook.pending import Pending, Shard, by_key, pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.intake.trees import LeftOut
from grader.classroom.students import Student
from grader.classroom.units import Unit

NAMES = tuple(f"s{number:02d}" for number in range(12))
CONDITIONS = dict.fromkeys(EXERCISES, TODAY)
New = Callable[[], Gradebook]


@pytest.fixture
def new_book(tmp_path: Path) -> Iterator[New]:
    """Makes gradebooks with the class enrolled, nothing graded."""
    opened: list[Gradebook] = []

    def make() -> Gradebook:
        book = Gradebook.open(tmp_path / f"{len(opened)}" / "gradebook.sqlite", create=True)
        opened.append(book)
        book.keep_setting("seed", "7")
        units: list[Unit | LeftOut] = [
            Unit(name, exercise, f"{name if name < 's08' else 'stub'} {exercise}".encode(), f"{name}/{exercise}.py")
            for name in NAMES
            for exercise in ("warmup", "exercise2")
        ]
        enrol(book, map(Student, NAMES), [*units, LeftOut("x/notes.txt", "is no .py or .ipynb file")])
        return book

    yield make
    for book in opened:
        book.close()


def grade(book: Gradebook, those: tuple[Pending, ...], **changes: Any) -> None:
    """Grade by a rule that only the source decides; every run takes another time."""
    points = 50.0 + int(those[0].source_hash[:4], 16) % 50
    usage = {"wall_s": points / 7, "cpu_s": 1.0, "memory_mib": 100.0}
    record(book, those, TODAY, replace(outcome_for(those[0].exercise, points), usage=usage, **changes))


def grade_everything(book: Gradebook, backwards: bool = False, shard: Shard | None = None) -> Gradebook:
    """Grade what waits."""
    groups = list(by_key(pending(book, CONDITIONS, shard=shard or Shard())))
    for those in reversed(groups) if backwards else groups:
        grade(book, those)
    return book


def test_the_order_of_work_does_not_show(new_book: New) -> None:
    assert ordered(grade_everything(new_book())) == ordered(grade_everything(new_book(), backwards=True))


def test_a_resumed_run_equals_an_undisturbed_one(new_book: New) -> None:
    resumed = new_book()
    for those in list(by_key(pending(resumed, CONDITIONS)))[3:9]:
        grade(resumed, those)

    assert ordered(grade_everything(resumed)) == ordered(grade_everything(new_book()))


def test_times_memory_and_words_do_not_show(new_book: New) -> None:
    one, other = new_book(), new_book()
    for book, text in ((one, "stuck in line 3"), (other, "stuck in line 4")):
        for those in by_key(pending(book, CONDITIONS)):
            made = outcome_for(those[0].exercise, 60.0, message=text, seconds=len(text) / 3)
            record(book, those, TODAY, replace(made, printed=text, usage={"wall_s": float(len(text))}))

    assert ordered(one) == ordered(other)
    assert "stuck" in ordered(one, words=True)


@pytest.mark.parametrize("count", [1, 4])
def test_merged_shards_equal_one_run(new_book: New, count: int) -> None:
    parts = [grade_everything(new_book(), shard=Shard(number, count)) for number in range(1, count + 1)]
    merged = new_book()

    merge(merged, parts)

    assert ordered(merged) == ordered(grade_everything(new_book()))


def test_merging_twice_is_as_good_as_once(new_book: New) -> None:
    part, merged = grade_everything(new_book()), new_book()
    override(part, "s01", "warmup", 99, who="Dr. Roe", why="oral exam")
    merge(merged, [part])
    once = ordered(merged)

    merge(merged, [part, part])

    assert ordered(merged) == once == ordered(part)


def test_merging_into_an_empty_gradebook_takes_everything(new_book: New, tmp_path: Path) -> None:
    part = grade_everything(new_book())
    with Gradebook.open(tmp_path / "merged", create=True) as empty:
        merge(empty, [part])

        assert ordered(empty) == ordered(part)


def test_graders_who_worked_apart_keep_each_others_attempts(new_book: New) -> None:
    here, there = new_book(), new_book()
    enrol(there, [Student("s01")], [Unit("s01", "warmup", b"better", "s01/warmup.py")])
    grade_everything(there)

    merge(here, [there])

    assert here.row("SELECT COUNT(*) FROM submission WHERE student = 's01' AND exercise = 'warmup'") == (2,)
    assert class_results_of(here).total("s01") == class_results_of(there).total("s01")


def test_a_fault_is_settled_by_the_part_that_has_the_grade(new_book: New) -> None:
    faulty, good = new_book(), grade_everything(new_book())
    record_fault(faulty, pending(faulty, CONDITIONS), "the worker did not start")

    merge(faulty, [good])

    assert ordered(faulty) == ordered(good)


def test_parts_of_different_seeds_are_not_merged(new_book: New, tmp_path: Path) -> None:
    with Gradebook.open(tmp_path / "other", create=True) as other:
        other.keep_setting("seed", "8")

        with pytest.raises(GradebookProblem, match="same seed"):
            merge(new_book(), [other])


def test_it_is_json_with_everything_that_makes_a_score_again(new_book: New) -> None:
    parsed = json.loads(ordered(grade_everything(new_book())))

    grade_shown = parsed["submissions"][0]["grades"][0]
    assert {"seed", "checks_hash", "grader_version", "torch_version", "limits", "mnist", "isolation"} <= set(
        grade_shown
    )
    assert [entry["student"] for entry in parsed["submissions"]] == sorted(NAMES * 2)
