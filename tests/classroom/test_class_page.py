"""What a teacher reads first: the class in numbers, whom to talk to, students by functions, which checks to look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_class import TODAY, outcome_for
from page_reader import parsed, text_of

from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.intake.trees import Unread
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.outcome import Status
from grader.report import charts
from grader.report.analysis import Analysis, analyse
from grader.report.publish import publish

Class = Callable[..., Gradebook]
EXERCISES = ("warmup", "exercise2", "exercise10")


def analysed(book: Gradebook) -> Analysis:
    """The class, summed up."""
    return analyse(book, class_results_of(book, EXERCISES))


def page_of(book: Gradebook, folder: Path, **options: Any) -> str:
    """The text of the class's page."""
    return text_of(parsed(publish(book, folder / "report", **options).read_text()))


def graded_with(book: Gradebook, check: Callable[[str], dict[str, Any]], names: list[str]) -> None:
    """A class in one exercise; the second check of each student is as given."""
    enrol(book, [Student(n, n) for n in names], [Unit(n, "warmup", n.encode(), f"{n}.py") for n in sorted(names)])
    for those in by_key(pending(book, {"warmup": TODAY})):
        record(book, those, TODAY, outcome_for("warmup", **check(those[0].student)))


def test_the_first_lines_are_course_day_and_figures(book: Gradebook, class_of: Class, tmp_path: Path) -> None:
    """Handed in, mean, median."""
    class_of(book, {"ann": {"warmup": 80.0}, "bo": {"warmup": 60.0}, "cy": {"warmup": 100.0}, "di": {}})

    said = page_of(book, tmp_path, heading="Deep Learning 101")

    assert re.search(
        r"Deep Learning 101 of 4 students handed in 3 mean 80 of 100 median 80 exercises 1 graded \d{4}-", said
    )
    assert "For you alone" in said


def test_students_to_talk_to_have_reasons(book: Gradebook, class_of: Class) -> None:
    """Nothing handed in, and falling."""
    falling = {"warmup": 100.0, "exercise2": 80.0, "exercise10": 50.0}
    class_of(book, {"ann": dict.fromkeys(EXERCISES, 100.0), "bo": falling, "cy": {}})

    talks = {talk.student.id: talk.reasons[-1] for talk in analysed(book).talks if talk.student.id != "ann"}

    assert talks == {"bo": "falling: 100, 80, 50 %", "cy": "handed in nothing"}


@pytest.mark.parametrize(
    ("status", "words"),
    [("not_started", "handed in the untouched stub of warmup"), ("error", "the file of warmup does not run at all")],
)
def test_a_stub_and_a_file_that_does_not_run_are_reasons(book: Gradebook, status: str, words: str) -> None:
    """Each is told as what it is."""
    enrol(book, [Student("ann")], [Unit("ann", "warmup", b"x", "x.py")])
    grade = outcome_for("warmup", 50.0, misconceptions=[])
    checks = tuple(
        replace(check, status=Status(status), points=0.0, message="It could not be loaded.") for check in grade.checks
    )
    record(book, pending(book, {"warmup": TODAY}), TODAY, replace(grade, checks=checks))

    assert [talk.reasons for talk in analysed(book).talks] == [(words,)]


def test_one_mistake_in_several_checks_is_a_reason(book: Gradebook, class_of: Class) -> None:
    """Three exercises, one belief."""
    class_of(book, {"ann": dict.fromkeys(EXERCISES, 85.0)})

    assert [talk.reasons for talk in analysed(book).talks] == [("one mistake in 3 checks: “sums over the batch”",)]


def test_who_left_the_roster_is_not_to_be_talked_to(book: Gradebook) -> None:
    """Their work stays; the teacher has no lesson with them."""
    enrol(book, [Student("ann", on_roster=False)], [])

    assert analysed(book).talks == ()


def test_what_nobody_could_read_is_to_be_looked_at_by_hand(book: Gradebook, class_of: Class, tmp_path: Path) -> None:
    """And the student is one to talk to."""
    class_of(book, {"ann": {"warmup": 90.0}, "bo": {}})
    enrol(book, [Student("bo")], [], (), [Unread("bo/ex.rar", "is an archive", "bo")])

    said = page_of(book, tmp_path)

    assert "handed in ex.rar, not read: is an archive" in said
    assert "Handed in ex.rar, which nobody could read" in said


def test_the_map_has_a_row_a_student_and_a_column_a_function(book: Gradebook, class_of: Class) -> None:
    """The best total first; nothing handed in is blank, not 0."""
    class_of(book, {"ann": {"warmup": 60.0}, "bo": {"warmup": 100.0, "exercise2": 80.0}})

    heat = analysed(book).heat

    assert heat.columns == (("warmup", "f"), ("exercise2", "f"))
    assert [(row.student.id, [cell.percent for cell in row.cells]) for row in heat.rows] == [
        ("bo", [100, 80]),
        ("ann", [60, None]),
    ]
    assert [cell.level for cell in heat.rows[0].cells] == [5, 4]
    assert [cell.percent for cell in heat.means] == [80, 80]


def test_a_check_that_the_strong_pass_and_the_weak_fail_discriminates(book: Gradebook) -> None:
    """One third against the other; fewer than nine students tell nothing."""
    names = [f"s{number}" for number in range(9)]
    graded_with(book, lambda name: {"points": 100.0 if name > "s4" else 60.0}, names)

    rates = {rate.check: rate.discrimination for rate in analysed(book).rates}

    assert rates == {"adds": 0.0, "means": 1.0}


def test_few_students_tell_nothing_about_a_check(book: Gradebook) -> None:
    """No number rather than a wrong one."""
    graded_with(book, lambda _: {"points": 60.0}, ["ann", "bo"])

    assert {rate.discrimination for rate in analysed(book).rates} == {None}


def test_a_check_that_nearly_nobody_passes_is_flagged(book: Gradebook, tmp_path: Path) -> None:
    """Hard, or broken?"""
    graded_with(book, lambda _: {"points": 60.0}, [f"s{number}" for number in range(12)])

    assert [rate.check for rate in analysed(book).rates if rate.suspicion] == ["means"]
    assert page_of(book, tmp_path).count("Look at the check: nearly nobody who tried passes.") == 1


def test_misconceptions_of_one_or_two_are_folded(book: Gradebook, tmp_path: Path) -> None:
    """Those of three and more stand open, with the share of those who tried."""
    names = ["a", "b", "c", "d"]
    graded_with(book, lambda name: {"points": 60.0, "misconceptions": ["rare" if name == "d" else "spread"]}, names)

    html = publish(book, tmp_path / "report").read_text()
    teach = html[html.index('id="teach"') : html.index('id="scores"')]

    assert "1 more, held by one or two students each" in teach
    assert teach.index("<summary>1 more") > teach.index(">spread<")
    assert "of 4 who tried" in teach


def test_print_opens_details_and_a_phone_stacks_tables(book: Gradebook, class_of: Class, tmp_path: Path) -> None:
    """The style says so; `test_report_browser` looks at it in a browser."""
    class_of(book, {"ann": {"warmup": 60.0}})

    html = publish(book, tmp_path / "report").read_text()

    assert "details::details-content { content-visibility: visible" in html
    assert "attr(data-label)" in html


@pytest.mark.parametrize("values", [[0.0], [1.0] * 5, [1e-12, 1e30], [float("nan")], [float("inf"), 1.0], []])
def test_any_numbers_can_be_drawn_as_a_curve(values: list[float]) -> None:
    """Learners' losses are anything."""
    drawn = str(charts.curves({"yours": (range(len(values)), values)}, "loss", "step", "loss"))

    assert drawn.startswith("<svg")
    assert not re.search(r'="[^"]*(?:nan|inf)', drawn)


def test_a_gap_divides_a_curve() -> None:
    """A value that is no number is not drawn over."""
    drawn = str(charts.curves({"yours": ([0, 1, 2, 3, 4], [1, 2, float("nan"), 2, 1])}, "loss", "step", "loss"))

    # Two runs and the piece of line in the legend.
    assert drawn.count("<polyline") == 3


def test_scores_beyond_the_maximum_stay_in_the_last_bin() -> None:
    """A bonus."""
    assert "300 students" in str(charts.histogram([110.0] * 300, 100.0, "Totals"))
