"""The key of a grade: equal for equal conditions, different when anything that decides a score differs."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from grader.classroom.units import Conditions, Unit, canonical, key_of

UNIT = Unit("alice", "warmup", b"x = 1", "alice/warmup.py")
TODAY = Conditions("checks", "0.1.0", "2.13.0", 7, canonical({"cpu_s": 10}), "small")


def key(unit: Unit, conditions: Conditions) -> str:
    """The key of the unit's grade."""
    return key_of(unit.exercise, unit.source_hash, conditions)


def test_the_key_does_not_depend_on_who_handed_in_or_when() -> None:
    other = replace(UNIT, student="bob", origin="bob.zip", submitted_at="2026-03-01T12:00:00Z", attempt=3)

    assert key(UNIT, TODAY) == key(other, TODAY)


@pytest.mark.parametrize("field", sorted({field.name for field in fields(Conditions)} - {"seed_per_student"}))
def test_every_condition_is_part_of_the_key(field: str) -> None:
    changed = replace(TODAY, **{field: 8 if field == "seed" else "other"})

    assert key(UNIT, changed) != key(UNIT, TODAY)


def test_a_seed_per_student_makes_the_key_depend_on_the_student() -> None:
    apart = replace(TODAY, seed_per_student=True)

    assert len({key(UNIT, one) for one in (TODAY, apart.of_student("alice"), apart.of_student("bob"))}) == 3


@pytest.mark.parametrize("field", ["exercise", "source"])
def test_source_and_exercise_are_part_of_the_key(field: str) -> None:
    assert key(replace(UNIT, **{field: b"y" if field == "source" else "other"}), TODAY) != key(UNIT, TODAY)


def test_neighbouring_parts_cannot_run_into_each_other() -> None:
    one = replace(TODAY, checks_hash="ab", grader_version="c")
    other = replace(TODAY, checks_hash="a", grader_version="bc")

    assert key(UNIT, one) != key(UNIT, other)


def test_limits_are_written_the_same_in_any_order() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})
