"""Sections and groups from exercise to exercise, and one mistake in several exercises as one entry."""

from __future__ import annotations

from collections.abc import Callable

from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import add_students
from grader.classroom.students import Student
from grader.report.analysis import analyse

Class = Callable[..., Gradebook]
SCORES = {
    "ann": {"warmup": 80.0, "exercise2": 60.0}, "bob": {"warmup": 60.0, "exercise2": 80.0},
    "cyd": {"warmup": 100.0}, "dan": {"warmup": 70.0, "exercise2": 50.0},
}  # fmt: skip


def in_sections(book: Gradebook, sections: dict[str, str]) -> None:
    with book.transaction() as connection:
        add_students(connection, [Student(name, section=section) for name, section in sections.items()])


def test_sections_have_their_means_and_how_they_move(book: Gradebook, class_of: Class) -> None:
    class_of(book, SCORES)
    in_sections(book, {"ann": "A", "bob": "A, B", "cyd": "B", "dan": "C"})

    rows = {row.name: row for row in analyse(book, class_results_of(book)).parts}

    assert list(rows) == ["The class", "A", "B"]  # C is one student
    assert [cell.percent for cell in rows["A"].cells] == [70, 70]
    assert [cell.percent for cell in rows["B"].cells] == [80, 80]
    assert rows["B"].handed_in == (50, 100) or rows["B"].handed_in == (100, 50)
    assert rows["The class"].students == 4


def test_a_class_in_one_section_has_no_rows_for_it(book: Gradebook, class_of: Class) -> None:
    class_of(book, SCORES)
    in_sections(book, dict.fromkeys(SCORES, "A"))

    assert [row.name for row in analyse(book, class_results_of(book)).parts] == ["The class"]


def test_one_mistake_in_two_exercises_is_one_entry(book: Gradebook, class_of: Class) -> None:
    """With each student once, and the share of those who tried either."""
    class_of(book, SCORES)

    (held,) = analyse(book, class_results_of(book)).misconceptions

    assert held.exercises == tuple(class_results_of(book).exercises)
    assert (held.count, held.tried) == (4, 4)
