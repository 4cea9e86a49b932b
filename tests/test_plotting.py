"""Curves and pictures for the report: numbers are kept, anything else a submission sends is left out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.courses import built_in
from grader.drawings.pictures import Graph, Picture, Plane, Tiles
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.kit.picturing import draw_clusters, draw_graph, draw_line, draw_plane, draw_tiles, draw_ways
from grader.kit.plotting import MOST_POINTS, plot
from grader.kit.submission import Submission, Transcript
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.source import read_source

MOVES = frozenset({"kmeans_follows_lloyd"})


def submission() -> Submission:
    """What a check sees, with nobody behind it."""
    nowhere: Any = None
    return Submission(nowhere, Transcript("fit", Limits(), 0))


def drawn(**lines: Any) -> Transcript:
    """The transcript of a check that drew these lines."""
    transcript = Transcript("fit", Limits(), 0)
    nowhere: Any = None
    plot(Submission(nowhere, transcript), "loss", lines, x_label="epoch", y_label="loss")
    return transcript


@pytest.mark.parametrize(
    "values",
    [[2.0, 1], (2.0, np.float32(1)), np.array([2.0, 1.0]), torch.tensor([2.0, 1.0])],
    ids=lambda v: type(v).__name__,
)
def test_numbers_in_any_container_are_a_line(values: Any) -> None:
    (curve,) = drawn(yours=values).curves

    assert [(line.label, line.x, line.y) for line in curve.lines] == [("yours", (0, 1), (2.0, 1.0))]


@pytest.mark.parametrize(
    "values",
    [None, "loss", 3.0, [], ["a"], [1j], [[1.0]], [float("nan")], [10**400], {"a": 1.0}, torch.eye(2)],
    ids=repr,
)
def test_what_is_no_list_of_numbers_draws_nothing(values: Any) -> None:
    assert drawn(yours=values, reference=[1.0]).curves == []


def test_what_is_not_finite_or_huge_is_a_gap() -> None:
    (curve,) = drawn(yours=[1.0, float("nan"), float("-inf"), 1e300, 10**400, 2.0]).curves

    assert curve.lines[0].y == (1.0, None, None, None, None, 2.0)


def test_a_long_training_keeps_a_small_report() -> None:
    (curve,) = drawn(yours=list(range(1001))).curves

    (line,) = curve.lines
    assert len(line.x) <= MOST_POINTS
    assert line.x == line.y
    assert line.x[:2] == (0, 11)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=2), st.just(1 << 4000)))
    | st.sampled_from(
        [None, "text", {}, 1j, torch.ones(2, dtype=torch.complex64), np.array([["a"]]), torch.tensor(1.0)]
    )
)
def test_no_value_breaks_a_curve(values: object) -> None:
    """What is no list of numbers is not drawn."""
    assert len(drawn(yours=values).curves) <= 1


@pytest.mark.parametrize("weight", [1.0, math.nan, 1e30], ids=["a line", "no number", "sure"])
def test_a_plane_shows_samples_and_what_a_model_says(weight: float) -> None:
    """A probability for each place, None where it is none; classes are 0 and 1."""
    x, y = torch.tensor([[-1.0, 0.0], [1.0, 2.0]]), torch.tensor([[0.0], [1.0]])
    asked = submission()
    draw_plane(asked, "learned", x, y, lambda points: torch.sigmoid(weight * points[:, :1]))
    (plane,) = asked.transcript.pictures
    assert isinstance(plane, Plane)
    values = {value for row in plane.field for value in row}

    assert (plane.x, plane.classes) == ((-1.0, 1.0), (0, 1))
    assert plane.box[0] < -1 and plane.box[1] > 1 and plane.box[3] > 2
    assert values == {None} if math.isnan(weight) else all(0 <= value <= 1 for value in values)


def test_samples_at_one_place_have_a_plane_too() -> None:
    """No side of the box is without length."""
    asked = submission()
    draw_plane(asked, "learned", torch.zeros(3, 2), torch.ones(3), lambda points: points[:, 0])

    (plane,) = asked.transcript.pictures
    assert isinstance(plane, Plane)
    assert plane.box[0] < plane.box[1]


def pictures_of(draw: Any, *given: Any) -> list[Picture]:
    """What a check has drawn."""
    asked = submission()
    draw(asked, "a title", *given)
    return asked.transcript.pictures


STRANGE = [None, "text", float("nan"), [["a"]], {"a": 1}, torch.ones(3, 3, 3, 3), [(1, 2)], object()]


@pytest.mark.parametrize("sent", STRANGE, ids=lambda sent: type(sent).__name__)
def test_whatever_a_submission_sends_costs_at_most_the_picture(sent: Any) -> None:
    """A check goes on behind it."""
    x, box = torch.rand(4, 2), (0.0, 1.0, 0.0, 1.0)
    pictures_of(draw_plane, x, torch.ones(4), lambda at: sent)
    pictures_of(draw_line, x[:, :1], x[:, 1:], {"yours": sent})
    pictures_of(draw_clusters, x, sent, sent)
    pictures_of(draw_ways, lambda at: at[:, 0], box, {"yours": sent})
    pictures_of(draw_tiles, sent, ["0 read as 1"], "One image.")
    pictures_of(draw_graph, sent)


@pytest.mark.parametrize(
    ("exercise", "check", "kind"),
    [
        ("exercise2", "fit_descends", Plane),
        ("exercise6", "sgd_matches_torch", Plane),
        ("exercise7", "traced_graph_is_right_everywhere", Graph),
        ("exercise8", "kmeans_follows_lloyd", Plane),
    ],
)
def test_a_check_of_the_course_draws_its_picture(
    exercise: str, check: str, kind: type, grade_text: Any, solution: Any
) -> None:
    """Beside its verdict, once."""
    (outcome,) = grade_text(exercise, solution(exercise), only={check}).checks

    assert outcome.status is Status.PASSED
    assert [type(picture) for picture in outcome.pictures] == [kind]


def test_a_picture_that_raises_leaves_the_verdict_to_the_check(grade_text: Any, solution: Any) -> None:
    """A function that fails only where it is drawn keeps its points."""
    text = solution("exercise6") + "\nright = sgd_step\ndef sgd_step(param, grad, state, lr):\n"
    text += (
        "    if param.numel() == 2:\n        raise RuntimeError('drawn')\n    return right(param, grad, state, lr)\n"
    )
    (outcome,) = grade_text("exercise6", text, only={"sgd_matches_torch"}).checks

    assert (outcome.status, outcome.pictures) == (Status.PASSED, ())


def test_where_nobody_looks_nothing_is_asked_for_a_picture(factory: WorkerFactory) -> None:
    """And the verdict is the same."""
    source, plan = read_source("exercise8", built_in().solution_path("exercise8")), Plan(seed=1, only=MOVES)
    shown, unseen = (grade(factory, "exercise8", source, replace(plan, draws=draws)) for draws in (True, False))

    assert [check.status for check in shown.checks] == [check.status for check in unseen.checks] == [Status.PASSED]
    assert shown.checks[0].pictures
    assert not unseen.checks[0].pictures
    assert sum(check.points for check in shown.checks) == sum(check.points for check in unseen.checks)


def test_a_way_that_did_not_come_draws_nothing() -> None:
    """The reference alone is no picture of the learner's work."""
    box, way = (0.0, 1.0, 0.0, 1.0), torch.rand(3, 2)

    assert pictures_of(draw_ways, lambda at: at[:, 0], box, {"yours": None, "reference": way}) == []
    assert len(pictures_of(draw_ways, lambda at: at[:, 0], box, {"yours": way, "reference": way})) == 1


def test_names_in_a_graph_are_plain_or_left_out() -> None:
    """A node uses what stands before it; nothing else that a submission has named is kept."""
    nodes = [("x", "x", []), ("a", "mul", ["x", "x"]), ("b", "<script>", ["a", "later"]), ("later", "add", [])]
    (graph,) = pictures_of(draw_graph, nodes)
    assert isinstance(graph, Graph)

    assert [(node.label, node.uses) for node in graph.nodes] == [("x", ()), ("mul", (0, 0)), ("?", (1,)), ("add", ())]
    assert "mul(x, x)" in graph.words


def test_an_image_is_kept_in_eight_greys() -> None:
    """Nothing, half and full."""
    (tiles,) = pictures_of(
        draw_tiles, torch.tensor([[[0, 128], [255, 31]]], dtype=torch.uint8), ["1 read as 7"], "One."
    )
    assert isinstance(tiles, Tiles)

    assert tiles.tiles[0].rows == ("04", "70")
