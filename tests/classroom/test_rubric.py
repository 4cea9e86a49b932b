"""Points by hand beside the automatic ones: in the total, on the page, in every export, through every way in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from validators import rows_of, validate_gradescope

from grader.classroom.errors import OverrideProblem
from grader.classroom.exports import Options, export
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import LateRule, set_late_rule
from grader.classroom.gradebook.merging import merge
from grader.classroom.gradebook.overrides import override
from grader.classroom.gradebook.rubric.criteria import read_rubric, set_rubric
from grader.classroom.gradebook.rubric.points import give_points
from grader.command.cli import cli
from grader.report.publish import page_of

TEXT = "exercise2:\n  style: {title: Names say what they mean, points: 10}\n  report: {points: 5}\n"


@pytest.fixture
def marked(book: Gradebook, class_of: Callable[..., Gradebook]) -> Gradebook:
    """Ann has 80 and 7 for style; bob has 60 and nothing by hand yet; cyd handed in nothing."""
    class_of(book, {"ann": {"exercise2": 80.0}, "bob": {"exercise2": 60.0}, "cyd": {}})
    set_rubric(book, read_rubric(TEXT, ["exercise2"]))
    give_points(book, "ann", "exercise2", "style", 7, who="Roe", words="short names")
    return book


def total(book: Gradebook, student: str = "ann") -> float | None:
    return class_results_of(book).total(student)


def test_points_by_hand_add_to_score_and_maximum(marked: Gradebook) -> None:
    results = class_results_of(marked)

    assert (results.total("ann"), results.total("bob"), results.max_total) == (87.0, 60.0, 115.0)
    assert results.results["ann", "exercise2"].max_score == 115.0


def test_the_last_points_count_and_can_be_taken_back(marked: Gradebook) -> None:
    give_points(marked, "ann", "exercise2", "style", 9, who="Roe")
    assert total(marked) == 89.0

    give_points(marked, "ann", "exercise2", "style", None, who="Roe")
    assert total(marked) == 80.0


def test_points_by_hand_count_where_nothing_was_handed_in(marked: Gradebook) -> None:
    give_points(marked, "cyd", "exercise2", "report", 4, who="Roe")

    assert total(marked, "cyd") == 4.0


def test_lateness_takes_nothing_off_points_by_hand(book: Gradebook, class_of: Callable[..., Gradebook]) -> None:
    class_of(book, {"ann": {"exercise2": 80.0}}, submitted_at="2026-03-01T12:00:00Z")
    set_rubric(book, read_rubric(TEXT, ["exercise2"]))
    give_points(book, "ann", "exercise2", "style", 10, who="Roe")
    set_late_rule(book, LateRule("2026-03-01T00:00:00Z", percent_per_day=50))

    assert total(book) == 50.0


def test_a_score_by_hand_replaces_all_of_it(marked: Gradebook) -> None:
    override(marked, "ann", "exercise2", 50, who="Roe", why="oral")

    assert total(marked) == 50.0


def test_every_export_has_them(marked: Gradebook) -> None:
    """One standing: totals, and the words that belong to it."""
    said = "Names say what they mean: 7 of 10 points by hand (Roe): short names"
    row = rows_of(export(marked, "csv").text)[1]
    assert row[3] == "87"
    assert said in row[-1]
    assert said in export(marked, "junit").text
    gradescope = next(iter(export(marked, "gradescope").files.values()))
    validate_gradescope(gradescope)
    results = json.loads(gradescope)
    assert results["score"] == 87.0 == sum(test["score"] for test in results["tests"])
    assert "87 of 115" in export(marked, "github", Options(student="ann")).text
    worksheet = 'Identifier,"Full name",Grade,"Maximum Grade","Last modified (grade)","Feedback comments"\n'
    moodle = export(marked, "moodle", Options(template=f"{worksheet}Participant 1,Ann,,115,-,\n")).text
    assert "87.00" in moodle
    assert said in moodle
    assert '"points": 7.0' in export(marked, "json").text


def test_the_students_page_shows_them(marked: Gradebook) -> None:
    results = class_results_of(marked)
    page = page_of(marked, results, results.students[0], {}, details=True)

    assert "Names say what they mean" in page
    assert "short names" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercise9:\n  style: {points: 1}\n", "exercise9"),
        ("exercise2:\n  style: {points: ten}\n", "got ten"),
        ("exercise2:\n  style: {points: -1}\n", "above 0"),
        ("- a\n", "such as"),
        ("a: [", "no YAML"),
    ],
)
def test_a_rubric_that_says_something_else_is_refused(text: str, said: str) -> None:
    with pytest.raises(OverrideProblem, match=said):
        read_rubric(text, ["exercise2"])


@pytest.mark.parametrize(
    ("student", "criterion", "points"), [("zoe", "style", 1), ("ann", "typo", 1), ("ann", "style", 11)]
)
def test_points_that_make_no_sense_are_refused(marked: Gradebook, student: str, criterion: str, points: float) -> None:
    with pytest.raises(OverrideProblem):
        give_points(marked, student, "exercise2", criterion, points, who="Roe")


def test_a_sheet_goes_out_and_comes_back_filled(marked: Gradebook, tmp_path: Path) -> None:
    out, sheet = str(marked.path.parent), tmp_path / "sheet.csv"

    assert CliRunner().invoke(cli, ["rubric", out, "--sheet", str(sheet)]).exit_code == 0
    header, ann, *others = rows_of(sheet.read_text())
    assert header == ["student", "name", "exercise2 style (10)", "exercise2 report (5)"]
    assert ann[2:] == ["7", ""]
    sheet.write_text(";".join(header) + "\nann;Ann;8,5;\nbob;Bob;;3\n")
    done = CliRunner().invoke(cli, ["rubric", out, "--from", str(sheet), "--who", "Roe"])

    assert done.exit_code == 0, done.output
    assert (total(marked), total(marked, "bob")) == (88.5, 63.0)


def test_a_sheet_with_one_wrong_number_gives_nothing(marked: Gradebook, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("student,exercise2 style (10)\nbob,3\nann,11\n")

    done = CliRunner().invoke(
        cli, ["rubric", str(marked.path.parent), "--from", str(tmp_path / "sheet.csv"), "--who", "R"]
    )

    assert done.exit_code == 2
    assert total(marked, "bob") == 60.0


def test_gradebooks_join_with_their_points_by_hand(marked: Gradebook, tmp_path: Path) -> None:
    """The later points count, whichever gradebook comes first, and twice is as good as once."""
    with Gradebook.open(tmp_path / "other", create=True) as other:
        merge(other, [marked])
        give_points(other, "ann", "exercise2", "style", 2, who="Lee")
        merge(other, [marked])
        merge(marked, [other])
        merge(marked, [other])

        assert (total(other), total(marked)) == (82.0, 82.0)
    assert len(list(marked.rows("SELECT 1 FROM hand_points"))) == 2


@pytest.mark.parametrize("text", ["", '"never closed,1\n'], ids=["empty", "an open quotation mark"])
def test_a_sheet_that_is_no_table_is_a_sentence(marked: Gradebook, tmp_path: Path, text: str) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(text)

    done = CliRunner().invoke(cli, ["rubric", str(marked.path.parent), "--from", str(sheet), "--who", "Roe"])

    assert done.exit_code == 2
    assert "The sheet cannot be read" in done.output
