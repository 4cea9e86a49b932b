"""Rings of copiers of any size under each disguise are found, and honest pairs stay below them."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted_rings import ROOT, planted

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.report.alike.similar import Comparison, Pair, Source, compare
from grader.report.publish import publish

EXERCISES = ("exercise3", "exercise7")


def compared(exercise: str, size: int, ring_sizes: tuple[int, ...]) -> tuple[Comparison, list[tuple[str, set[str]]]]:
    """The comparison, and the planted rings by their students."""
    made = planted(exercise, size, ring_sizes)
    sources = [Source(f"s{place:03d}", str(place), text) for place, text in enumerate(made.sources)]
    base = [(ROOT / folder / f"{exercise}.py").read_bytes() for folder in ("exercises", "solutions")]
    rings = [(name, {f"s{place:03d}" for place in places}) for name, places in made.rings]
    return compare(sources, base, most=10**6), rings


def missed(comparison: Comparison, rings: list[tuple[str, set[str]]]) -> list[tuple[str, int]]:
    """Planted rings that do not lie in one found ring."""
    found = [set(ring.students) for ring in comparison.rings]
    return [(name, len(those)) for name, those in rings if not any(those <= one for one in found)]


def innocent_pair(pair: Pair, rings: list[tuple[str, set[str]]]) -> bool:
    """Whether two are in no planted ring together."""
    return not any({pair.first, pair.second} <= those for _, those in rings)


def innocent(comparison: Comparison, rings: list[tuple[str, set[str]]]) -> int:
    """How many pairs are in no planted ring."""
    return sum(innocent_pair(pair, rings) for pair in comparison.pairs)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_ring_that_is_half_of_the_class_is_found_under_each_disguise(exercise: str) -> None:
    comparison, rings = compared(exercise, 60, (4,))

    assert missed(comparison, rings) == []
    assert innocent(comparison, rings) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("exercise", [f"exercise{number}" for number in range(1, 9)])
def test_rings_of_2_to_12_in_a_class_of_300(exercise: str) -> None:
    comparison, rings = compared(exercise, 300, (2, 3, 4, 6, 8, 12))

    guilty = [pair for pair in comparison.pairs if not innocent_pair(pair, rings)]
    lowest = min(pair.similarity for pair in guilty)
    above = [pair for pair in comparison.pairs if innocent_pair(pair, rings) and pair.similarity >= lowest]
    assert missed(comparison, rings) == []
    assert len(above) <= 1


def test_the_class_page_shows_the_closest_two_line_by_line(book: Gradebook, tmp_path: Path) -> None:
    source = (ROOT / "tests" / "accepted" / "exercise3").glob("*.py").__next__().read_bytes()
    enrol(
        book,
        [Student("ann"), Student("bob")],
        [Unit(name, "exercise3", source + name.encode(), f"{name}.py") for name in ("ann", "bob")],
    )

    page = publish(book, tmp_path).read_text()

    assert page.count("</mark>\n") > 10
