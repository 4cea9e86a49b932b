"""A grade is typed to the end: what `to_json` makes plain, `from_json` makes a grade again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.drawings.curves import Curve, Line
from grader.drawings.pictures import Graph, Ground, Node, Plane, Tile, Tiles, Trail
from grader.outcome import CheckOutcome, Grade, Status

finite = st.floats(0, 100, allow_nan=False)
texts = st.text(max_size=20)
lines = st.builds(
    Line, texts, st.lists(st.integers(0, 9), max_size=3).map(tuple), st.lists(st.none() | finite, max_size=3).map(tuple)
)
curves = st.builds(Curve, texts, texts, texts, st.lists(lines, max_size=2).map(tuple))
few = st.lists(finite, max_size=2).map(tuple)
gaps = st.lists(st.none() | finite, max_size=2).map(tuple)
planes = st.builds(
    Plane,
    title=texts,
    words=texts,
    box=st.tuples(finite, finite, finite, finite),
    x=few,
    y=few,
    classes=st.lists(st.integers(0, 1), max_size=2).map(tuple),
    names=st.lists(texts, max_size=2).map(tuple),
    field=st.lists(gaps, max_size=2).map(tuple),
    ground=st.sampled_from(Ground),
    trails=st.lists(st.builds(Trail, texts, gaps, gaps, st.booleans()), max_size=2).map(tuple),
)
tiles = st.builds(Tiles, texts, texts, st.lists(st.builds(Tile, texts, st.just(("07", "12"))), max_size=2).map(tuple))
nodes = st.builds(Node, texts, st.lists(st.integers(0, 1), max_size=2).map(tuple))
graphs = st.builds(Graph, texts, texts, st.lists(nodes, max_size=2).map(tuple))
checks = st.builds(
    CheckOutcome,
    name=texts,
    function=texts,
    description=texts,
    status=st.sampled_from(Status),
    points=finite,
    max_points=finite,
    message=texts,
    advice=st.none() | texts,
    misconceptions=st.lists(texts, max_size=2).map(tuple),
    details=st.none() | texts,
    proven_on=st.lists(texts, max_size=2).map(tuple),
    tolerance=st.none() | texts,
    curves=st.lists(curves, max_size=2).map(tuple),
    pictures=st.lists(planes | tiles | graphs, max_size=2).map(tuple),
    # JSON keeps four decimals of a second.
    seconds=st.integers(0, 10_000).map(lambda number: number / 10_000),
)
grades = st.builds(
    Grade,
    exercise=texts,
    seed=st.integers(0, 1 << 63),
    checks=st.lists(checks, max_size=3).map(tuple),
    source_sha256=texts,
    isolation=st.dictionaries(texts, texts, max_size=2),
    versions=st.dictionaries(texts, texts, max_size=2),
    notices=st.lists(texts, max_size=2).map(tuple),
    printed=texts,
    usage=st.dictionaries(texts, finite, max_size=2),
)


@given(grades)
def test_a_grade_comes_back_from_json_as_it_was(grade: Grade) -> None:
    """Through text, as it crosses a pipe and lies in a gradebook."""
    assert Grade.from_json(json.loads(json.dumps(grade.to_json()))) == grade


def plain_check(**changes: Any) -> dict[str, Any]:
    """The least that a check of an older version holds."""
    least = {"name": "adds", "status": "passed", "points": 5.0, "max_points": 5.0, "message": "Right."}
    return least | changes


def test_what_an_older_version_left_out_has_its_default() -> None:
    """A gradebook outlives versions."""
    grade = Grade.from_json({"exercise": "warmup", "checks": [plain_check()]})

    assert grade.checks[0].description == "adds"
    assert grade.checks[0].curves == ()
    assert grade.score == 5.0


@pytest.mark.parametrize("missing", ["name", "status"])
def test_what_is_no_check_is_refused(missing: str) -> None:
    """Never read as a pass."""
    check = plain_check()
    del check[missing]

    with pytest.raises(KeyError):
        Grade.from_json({"exercise": "warmup", "checks": [check]})


def test_an_unknown_status_is_refused() -> None:
    """Never read as a pass."""
    with pytest.raises(ValueError, match="brilliant"):
        CheckOutcome.from_json(plain_check(status="brilliant"))


def test_a_grade_without_checks_is_our_fault() -> None:
    """Zero checks run is never a pass."""
    assert Grade("warmup", 7, ()).fault == "no check ran"


def test_a_fault_of_ours_is_named_by_its_check() -> None:
    """The instructor reads which one broke."""
    broken = CheckOutcome.from_json(plain_check(status="grader_error", message="it broke", points=0.0))
    grade = Grade("warmup", 7, (CheckOutcome.from_json(plain_check()), broken))

    assert grade.at_fault
    assert grade.fault == "adds: it broke"


@pytest.mark.parametrize("status", Status)
def test_only_our_own_status_is_our_fault(status: Status) -> None:
    """A learner's error, timeout or failure is theirs."""
    grade = Grade("warmup", 7, (CheckOutcome.from_json(plain_check(status=status)),))

    assert grade.at_fault == (status is Status.GRADER_ERROR)
