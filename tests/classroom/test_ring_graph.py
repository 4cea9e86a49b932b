"""Rings and trends as drawings that are read without seeing them, too."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from grader.report.alike.ring_graph import ring_graph
from grader.report.alike.similar import Pair, Ring
from grader.report.heat import HeatCell
from grader.report.parts import PartRow
from grader.report.trend import trend

SVG = "{http://www.w3.org/2000/svg}"


def ring(size: int, start: int = 0) -> Ring:
    names = [f"s{number:03d}" for number in range(start, start + size)]
    pairs = tuple(Pair(0.9, first, second, 50) for first, second in combinations(names, 2))
    return Ring(tuple(names), False, pairs)


def drawn(*rings: Ring) -> ElementTree.Element:
    names = {student: f"Name <{student}>" for ring in rings for student in ring.students}
    files = {student: f"students/{student}.html" for student in names}
    return ElementTree.fromstring(ring_graph("exercise1", rings, 0.75, names, files))


def test_each_student_is_a_link_and_each_pair_a_line() -> None:
    picture = drawn(ring(5), ring(2, 10))

    assert [link.get("href") for link in picture.iter(f"{SVG}a")][:2] == ["students/s000.html", "students/s001.html"]
    assert len(list(picture.iter(f"{SVG}line"))) == 10 + 1
    assert "Rings of 5, 2 students" in (picture.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("size", [2, 3, 5, 8, 12, 20])
def test_names_of_a_ring_do_not_lie_over_each_other(size: int) -> None:
    """Those on one side are at least a line apart."""
    words = [text for text in drawn(ring(size)).iter(f"{SVG}text") if "Name" in (text.text or "")]

    for side in ("start", "end"):
        heights = sorted(float(text.get("y", "0")) for text in words if text.get("text-anchor") == side)
        assert all(below - above >= 13 for above, below in zip(heights, heights[1:], strict=False))


def test_no_name_leaves_the_drawing() -> None:
    for text in drawn(*(ring(size, 40 * size) for size in (12, 4, 3, 2, 2))).iter(f"{SVG}text"):
        width = 7.5 * len(text.text or "")
        left = (
            float(text.get("x", "0")) - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "")]
        )
        assert left >= 0
        assert left + width <= 700


def test_a_ring_of_very_many_has_dots_without_names() -> None:
    picture = drawn(ring(60))

    assert len(list(picture.iter(f"{SVG}circle"))) == 60
    assert re.findall("Name", "".join(text.text or "" for text in picture.iter(f"{SVG}text"))) == []


def part(kind: str, name: str, *percents: int | None) -> PartRow:
    return PartRow(kind, name, 9, tuple(HeatCell(percent) for percent in percents), (100,) * len(percents))


def test_a_trend_names_each_line_and_tells_its_change() -> None:
    rows = [part("", "The class", 80, None, 60), part("section", "A", 90, 80, 85), part("section", "B", None, 50, None)]

    picture = ElementTree.fromstring(trend(rows, ["week1", "week2", "week3"]) or "")

    words = [text.text for text in picture.iter(f"{SVG}text")]
    assert "The class 60" in words and "A 85" in words
    assert picture.findtext(f"{SVG}desc") == "From the first to the last: The class -20; section A -5."


def test_one_exercise_is_no_trend() -> None:
    assert trend([part("", "The class", 80)], ["week1"]) is None
