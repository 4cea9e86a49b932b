"""What a misconception is called on the teacher's page, and its two lines to project."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.courses import built_in
from grader.errors import CourseFault
from grader.report.analysis import analyse
from grader.report.beliefs import Belief, belief_of, beliefs_of

COURSE = built_in()
FAMILIES = tomllib.loads((COURSE.misconceptions / "families.toml").read_text("utf-8"))["family"]
MEMBERS = [name for family in FAMILIES for name in family["members"]]


def test_every_member_of_a_family_is_a_misconception_and_in_one_family() -> None:
    files = (COURSE.misconceptions_path(exercise) for exercise in COURSE.names())
    known = {node.name for path in files for node in ast.parse(path.read_text("utf-8")).body if hasattr(node, "name")}

    assert set(MEMBERS) - known == set()
    assert len(MEMBERS) == len(set(MEMBERS))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["title"])
def test_the_lines_of_a_family_are_python(family: dict[str, str]) -> None:
    for line in (family["wrong"], family["right"]):
        ast.parse(f"{line} pass" if line.endswith(":") else line)
    assert family["wrong"] != family["right"]


def test_one_belief_in_two_exercises_has_one_title() -> None:
    beliefs = beliefs_of(COURSE)

    assert beliefs["exercise3", "forgets_to_clear_gradients"] == beliefs["exercise6", "never_clears_gradients"]


def test_without_a_family_the_lines_are_those_that_differ_from_the_solution() -> None:
    belief = beliefs_of(COURSE)["exercise1", "widens_the_frame"]

    assert belief == Belief("widens the frame", "square[1:-2, 1:-2] = value", "square[1:-1, 1:-1] = value")


def test_what_is_not_known_is_called_by_its_name() -> None:
    assert belief_of({}, "warmup", "CutsTheGraph") == Belief("cuts the graph")


def test_a_family_that_lacks_a_line_is_refused_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "families.toml").write_text('[[family]]\ntitle = "x"\n')

    with pytest.raises(CourseFault, match=r"families\.toml.*title, wrong, right and members"):
        beliefs_of(replace(COURSE, root=tmp_path, misconceptions=tmp_path))


def test_members_of_a_family_are_counted_together(book: Gradebook, class_of: Callable[..., Gradebook]) -> None:
    class_of(book, {name: {"warmup": 80.0, "exercise2": 80.0} for name in ("ann", "bo")})
    one = Belief("sum for mean", "x.sum()", "x.mean()")
    beliefs = {(exercise, "sums_over_the_batch"): one for exercise in ("warmup", "exercise2")}

    (held,) = analyse(book, class_results_of(book), beliefs).misconceptions

    assert (held.belief, held.exercises, held.count, held.tried) == (one, tuple(class_results_of(book).exercises), 2, 2)
    assert len(held.exercises) == 2
