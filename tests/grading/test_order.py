"""Checks of independent functions run in an order drawn from the seed; what hangs together stays together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import made_run as made
import pytest

from grader.courses import built_in
from grader.grading.checking import collect
from grader.grading.order import drawn_order
from grader.kit.check_run import Check
from grader.kit.specs import CheckSpec
from grader.session.outline import outline_of
from grader.source import read_source

COURSE = built_in()
SEEDS = range(20)
# One function leaves behind what another needs.
LEANS_ON_ANOTHER = """
_seen = []
_right_sigmoid, _right_accuracy = sigmoid, accuracy


def sigmoid(z):
    _seen.append(1)
    return _right_sigmoid(z)


def accuracy(predicted, y):
    return _right_accuracy(predicted, y) if _seen else 0.25
"""


def checks_of(*pairs: tuple[str, str], after: dict[str, tuple[str, ...]] | None = None) -> list[Check]:
    """Checks by name and function."""
    later = after or {}
    return [Check(name, CheckSpec(function, 1, later.get(name, ())), lambda: None, "") for name, function in pairs]


def orders(checks: list[Check], text: str = "") -> set[tuple[str, ...]]:
    """The orders that come of some seeds."""
    outline = made.outline(text)
    return {tuple(check.name for check in drawn_order(checks, seed, outline)) for seed in SEEDS}


def test_independent_functions_come_in_every_order() -> None:
    """And in the same one for the same seed."""
    checks = checks_of(("a", "f"), ("b", "g"))

    assert orders(checks) == {("a", "b"), ("b", "a")}
    assert drawn_order(checks, 3, made.outline("")) == drawn_order(checks, 3, made.outline(""))


def test_the_checks_of_one_function_stay_in_order() -> None:
    """Also where another function's stand between them."""
    checks = checks_of(("a", "f"), ("b", "g"), ("c", "f"))

    assert orders(checks) == {("a", "c", "b"), ("b", "a", "c")}


def test_a_caller_comes_after_what_it_calls() -> None:
    """So that it can wait for it; functions that call each other keep the course's order."""
    text = "def f(x): return g(x)\ndef g(x): return x\ndef h(x): return k(x)\ndef k(x): return h(x)\n"

    assert orders(checks_of(("a", "f"), ("b", "g")), text) == {("b", "a")}
    assert len(orders(checks_of(("a", "h"), ("b", "k")), text)) == 2


def test_what_a_person_waits_for_comes_first_with_what_it_needs() -> None:
    """Whatever the seed; a function that has no checks moves nothing."""
    checks = checks_of(("a", "f"), ("b", "g"), ("c", "h"), ("d", "k"))
    outline = made.outline("def f(x): return g(x)\ndef g(x): return x\n")
    first = {
        tuple(check.name for check in drawn_order(checks, seed, outline, frozenset({"f", "absent"})))[:2]
        for seed in SEEDS
    }

    assert first == {("b", "a")}


def test_a_check_comes_after_those_that_it_names() -> None:
    """`after` holds across functions; a circle stays as the course has it."""
    assert orders(checks_of(("a", "f"), ("b", "g"), after={"a": ("b",)})) == {("b", "a")}
    assert orders(checks_of(("a", "f"), ("b", "g"), after={"a": ("b",), "b": ("a",)})) == {("a", "b")}


@pytest.mark.parametrize("exercise", COURSE.names())
def test_every_check_of_the_course_runs_once_and_after_what_it_needs(exercise: str) -> None:
    """Whatever the seed."""
    checks = collect(COURSE, exercise)
    outline = outline_of(read_source(exercise, COURSE.solution_path(exercise)))
    for seed in SEEDS:
        names = [check.name for check in drawn_order(checks, seed, outline)]

        assert sorted(names) == sorted(check.name for check in checks)
        assert all(names.index(name) < names.index(check.name) for check in checks for name in check.spec.after)


@pytest.mark.parametrize(("text", "ends_first"), [("", True), ("_seen = []\n", False)], ids=["alone", "keeping"])
def test_what_comes_first_changes_no_order_that_could_be_noticed(
    text: str, ends_first: bool, grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """Only where functions keep nothing."""
    last: list[str] = []
    for seed in (1, 2, 3):
        ended: list[str] = []
        plan = dict(seed=seed, only=frozenset({"accuracy_is_share", "labels_include_threshold"}))
        listener = lambda run: ended.append(run.function)  # noqa: B023, E731  # called before the next turn
        grade_text("exercise3", text + solution("exercise3"), **plan, first=frozenset({"accuracy"}), listener=listener)
        last.append(ended[0])

    assert (set(last) == {"accuracy"}) is ends_first


def test_results_are_told_in_the_courses_order(grade_text: Callable[..., Any], solution: Callable[[str], str]) -> None:
    """Whatever ran first."""
    names = COURSE.check_names("exercise3")
    only = frozenset(name for name in names if name.startswith(("sigmoid", "accuracy", "labels")))
    ran: list[str] = []
    grade = grade_text("exercise3", solution("exercise3"), only=only, listener=lambda run: ran.append(run.name))

    assert [check.name for check in grade.checks] == [name for name in names if name in only]
    assert sorted(ran) == sorted(only) and ran != [check.name for check in grade.checks]


def test_a_function_that_leans_on_anothers_calls_loses_under_some_seed(
    grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """In the course's order it never would."""
    only = frozenset({"sigmoid_has_values_and_slopes", "accuracy_is_share"})
    text = f"{solution('exercise3')}\n{LEANS_ON_ANOTHER}"
    ended = {grade_text("exercise3", text, only=only, seed=seed).checks[-1].status.value for seed in (1, 8)}

    assert ended == {"passed", "failed"}
