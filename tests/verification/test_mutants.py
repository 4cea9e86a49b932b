"""Mutants: made by a library's operators, less what no run can notice; the checks kill them."""

from __future__ import annotations

import dataclasses

import pytest

from grader.courses import built_in
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.verification.mutation import hunting
from grader.verification.mutation.mutants import Mutant, mutants_of

COURSE = built_in()
TEXT = '''"""Text."""
def f(x: int | None = 3) -> int | None:
    """A docstring with 1 + 1."""
    return x + 1
'''


def test_operators_and_numbers_are_changed() -> None:
    """In the code that runs."""
    afters = {mutant.after for mutant in mutants_of(TEXT)}

    assert "return x - 1" in afters
    assert "return x + 2" in afters


def test_annotations_are_left_alone() -> None:
    """No run can notice a change there."""
    changed = [mutant for mutant in mutants_of(TEXT) if "def f" in mutant.before]

    assert changed
    assert all("int | None" in mutant.after for mutant in changed)


def test_the_demo_is_left_alone() -> None:
    """It runs only where the file is the program, which no check makes it."""
    demo = 'if __name__ == "__main__":\n    print(f(1) + 7 if f(2) > 3 else not f(4))\n'

    assert [mutant.identity for mutant in mutants_of(TEXT + demo)] == [mutant.identity for mutant in mutants_of(TEXT)]


def test_a_mutant_knows_its_function() -> None:
    """So that the right checks come first."""
    assert {mutant.function for mutant in mutants_of(TEXT)} == {"f"}


@pytest.mark.parametrize(
    ("function", "old", "new", "alive"),
    [("binary_loss", "1e-12", "1e-11", False), ("binary_loss", "def binary_loss(", "def  binary_loss(", True)],
)
def test_a_mutant_lives_only_when_every_check_passes(
    factory: WorkerFactory, function: str, old: str, new: str, alive: bool
) -> None:
    """A real change dies; a change of spaces lives."""
    exercise = "exercise3"
    text = COURSE.solution_path(exercise).read_text("utf-8")
    head, name, rest = text.partition(f"def {function}(")
    changed = head + (name + rest).replace(old, new)
    plan = dataclasses.replace(plan_of(COURSE, exercise, 1, GradeOptions(device="simgpu")), slow_for=frozenset())

    assert changed != text
    assert hunting.survives(factory, exercise, Mutant("test", function, old, new, changed), plan) is alive


def test_a_sample_depends_on_the_seed_alone() -> None:
    """The same budget and seed try the same mutants."""
    mutants = list(mutants_of(TEXT))

    assert hunting.sample(mutants, 3, 1) == hunting.sample(mutants, 3, 1)
    assert len(hunting.sample(mutants, 3, 1)) == 3
    assert hunting.sample(mutants, len(mutants), 1) == mutants


@pytest.mark.parametrize("exercise", COURSE.names())
def test_every_excused_survivor_has_a_reason(exercise: str) -> None:
    """The list is data that a person has reviewed."""
    excuses = hunting.excuses_of(COURSE, exercise)
    for function, before, after in excuses.changes:
        assert function
        assert before != after


@pytest.mark.parametrize("exercise", COURSE.names())
def test_every_excused_mistake_is_made_somewhere(exercise: str) -> None:
    """An excuse that nothing needs hides what comes later."""
    made = {(mutant.operator, mutant.function) for mutant in hunting.mistakes_in(COURSE, exercise)}

    assert not hunting.excuses_of(COURSE, exercise).mistakes - made
