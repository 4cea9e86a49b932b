"""What a curve looks like, found by numbers and said with them."""

from __future__ import annotations

import math

import pytest

from grader.debugging import afterwards
from grader.debugging.curves import as_text, distance, from_text
from grader.debugging.plots import plotted, side_by_side
from grader.debugging.shapes import Axes, Shape, sentence, shape_of

LOSS, PLACE = Axes("epoch", "loss"), Axes("z", "p", start=-1, step=0.5)
RIGHT = [1.0, 0.6, 0.4, 0.3, 0.25, 0.22, 0.2, 0.19, 0.18, 0.18]
NAN = math.nan


@pytest.mark.parametrize(
    ("curve", "shape", "said"),
    [
        (RIGHT, Shape.ALIKE, "as it should"),
        ([1.0, 2.0, *[NAN] * 8], Shape.NO_NUMBER, "nan from epoch 2 on"),
        ([1.0] * 10, Shape.FLAT, "stands still at 1"),
        ([1.0 + i for i in range(10)], Shape.RISES, "rises, from 1 to 10"),
        ([1, 0.5, 0.3, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], Shape.FALLS_AND_RISES, "falls to 0.2 at epoch 3, and then rises to 0.8"),
        ([1, 0.3, 1, 0.3, 1, 0.3, 1, 0.3, 1, 0.3], Shape.JUMPS, "jumps up and down, between 0.3 and 1"),
        ([-value for value in RIGHT], Shape.NEGATIVE, "below zero, to -1"),
        (RIGHT[:9], Shape.LENGTH, "is 9; it should be 10"),
        ([1 - i / 20 for i in range(10)], Shape.SLOWER, "ends at 0.55; a right program gets to 0.18"),
        ([value / 3 for value in RIGHT], Shape.LOWER, "too good"),
    ],
    ids=lambda value: value.name if isinstance(value, Shape) else "",
)  # fmt: skip
def test_a_loss_is_told_by_its_shape(curve: list[float], shape: Shape, said: str) -> None:
    """In the words of people who look at it."""
    assert shape_of(curve, RIGHT, LOSS) is shape
    assert said in sentence(curve, RIGHT, LOSS)


def test_a_value_by_place_is_told_where_it_is_furthest_off() -> None:
    """With the place on the axis, not the index."""
    assert "z = 0: 9, where 0.4 is right" in sentence([1.0, 0.6, 9.0], [1.0, 0.6, 0.4], PLACE)


def test_every_shape_has_a_way_to_find_it() -> None:
    """The lesson has a word for each."""
    assert set(afterwards._WAYS) == set(Shape)


def test_a_curve_survives_as_text() -> None:
    """Not-a-number and infinity too."""
    curve = from_text(as_text([1.5, math.inf, NAN, -0.0]))

    assert curve[:2] == [1.5, math.inf] and math.isnan(curve[2]) and as_text(curve).endswith(" 0")


def test_curves_far_apart_are_further_apart_than_near_ones() -> None:
    """In units of the right curve's height; a missing place is a gap."""
    near, far = distance(RIGHT, [value + 0.05 for value in RIGHT], 0.8), distance(RIGHT, [9.0] * 10, 0.8)

    assert 0 == distance(RIGHT, RIGHT, 0.8) < near < far <= 1
    assert distance(RIGHT, RIGHT[:5], 0.8) == 0.5


@pytest.mark.parametrize("curve", [RIGHT, [NAN] * 3, [1.0], [0.0] * 4, [1e300, 1.0], [math.inf, 2.0, 1.0]])
def test_three_plots_fit_a_terminal(curve: list[float]) -> None:
    """Whatever the curves hold, in 80 columns and less than 24 lines."""
    text = side_by_side(LOSS, [curve, RIGHT, [1.0] * 10])

    assert max(map(len, text.splitlines())) <= 80
    assert len(text.splitlines()) < 16
    assert len(plotted(LOSS, {"this program": curve}).splitlines()) < 18
