"""One standing for every export: the same totals with scores by hand, late rules, extensions and stray files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from validators import rows_of

from grader.classroom.errors import ExportProblem, GradebookProblem
from grader.classroom.exports import Options, export
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.counting import (
    exercises_that_count,
    handed_in_but_not_counted,
    name_exercises,
    note_exercises,
)
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import (
    Extension,
    LateRule,
    grant_extension,
    late_policy_of,
    set_late_rule,
    without_a_time,
)
from grader.classroom.gradebook.merging import merge
from grader.classroom.gradebook.overrides import override, overrides_of
from grader.command.cli import cli

Class = Callable[..., Gradebook]
HAND_IN = "2026-03-02T12:00:00Z"
WORKSHEET = "Identifier,Full name,Grade,Maximum Grade,Feedback comments\r\n" + "".join(
    f"Participant {number},{name},,300.00,\r\n" for number, name in ((1, "1"), (2, "2"), (3, "3"))
)


@pytest.fixture
def everything(book: Gradebook, class_of: Class) -> Gradebook:
    """A class with a late rule, an extension, scores by hand, an exercise that nobody handed in, and a stray file."""
    scores = {"1": {"warmup": 80.0, "exercise2": 62.5}, "2": {"warmup": 90.0, "exercise2": 50.0}, "3": {"warmup": 70.0}}
    class_of(book, scores, submitted_at=HAND_IN)
    note_exercises(book)
    set_late_rule(book, LateRule("2026-03-01T00:00:00Z", percent_per_day=10))
    grant_extension(book, Extension("2", "", "2026-03-09T00:00:00Z", "Roe", "ill"))
    override(book, "3", "warmup", 75, who="Roe", why="read by hand")
    override(book, "2", "exercise10", 40, who="Roe", why="on paper")
    return book


def totals(book: Gradebook) -> dict[str, float]:
    """Every student's total, as the class stands."""
    results = class_results_of(book)
    return {student.id: results.total(student.id) or 0.0 for student in results.students}


def test_every_format_gives_the_same_totals(everything: Gradebook) -> None:
    """csv, json, gradescope, junit, github and moodle, over a class that has everything."""
    wanted = totals(everything)
    header, *rows = rows_of(export(everything, "csv").text)
    gradescope = export(everything, "gradescope")
    places = {note.split(": ")[0]: note.split(": ")[1] for note in gradescope.notes}
    junit = re.findall(
        r'<testsuite name="(\w+)".*?name="points" value="([\d.]+)"', export(everything, "junit").text, re.S
    )
    github = {
        name: re.search(r"Autogradus: ([\d.]+) of", export(everything, "github", Options(student=name)).text)
        for name in wanted
    }
    moodle = rows_of(export(everything, "moodle", Options(template=WORKSHEET)).text)[1:]

    assert wanted == {"1": 64.0 + 50.0, "2": 90.0 + 50.0 + 40.0, "3": 75.0}
    assert {row[0]: float(row[header.index("total")]) for row in rows} == wanted
    assert {
        re.sub(r"\W.*", "", places[name.split("/")[0]]): json.loads(text)["score"]
        for name, text in gradescope.files.items()
    } == wanted
    assert {name: float(points) for name, points in junit} == wanted
    assert {name: float(found[1]) for name, found in github.items() if found} == wanted
    assert {row[1]: float(row[2]) for row in moodle} == wanted
    assert {row["student"]: row["total"] for row in json.loads(export(everything, "json").text)["results"]} == wanted


@pytest.mark.parametrize("form", ["gradescope", "junit", "github"])
def test_what_a_person_or_the_clock_changed_is_said(everything: Gradebook, form: str) -> None:
    """Set by hand, and late."""
    by_hand, late = (export(everything, form, Options(student=name)) for name in ("3", "1"))

    assert "set by hand: Roe: read by hand" in (by_hand.text or "".join(by_hand.files.values()))
    assert "late: 20 % off 80" in (late.text or "".join(late.files.values()))


def test_one_student_alone_is_exported_or_the_option_is_refused(everything: Gradebook) -> None:
    """Never the whole class in silence."""
    assert [row[0] for row in rows_of(export(everything, "csv", Options(student="2")).text)] == ["student", "2"]
    for form in ("canvas", "moodle", "json"):
        with pytest.raises(ExportProblem, match="--student works with"):
            export(everything, form, Options(student="2"))


def test_an_unknown_student_is_refused(everything: Gradebook) -> None:
    """With the nearest ids."""
    with pytest.raises(ExportProblem, match="no student '22'"):
        export(everything, "csv", Options(student="22"))


def test_a_stray_file_of_one_student_changes_nobodys_total(book: Gradebook, class_of: Class) -> None:
    """What one of two handed in does not count until it is named."""
    class_of(book, {"ann": {"warmup": 100.0}, "bo": {"warmup": 80.0, "exercise2": 50.0}})
    note_exercises(book)

    assert exercises_that_count(book) == ("warmup",)
    assert handed_in_but_not_counted(book) == {"exercise2": 1}
    assert class_results_of(book).max_total == 100


def test_what_has_become_common_counts_and_goes_on_counting(book: Gradebook, class_of: Class) -> None:
    """Week after week into one folder."""
    class_of(book, {"ann": {"warmup": 100.0}, "bo": {"warmup": 80.0}})
    note_exercises(book)
    class_of(
        book,
        {"ann": {"exercise2": 100.0}, "bo": {"exercise2": 80.0}, "cy": {"exercise2": 70.0}, "di": {"exercise2": 1.0}},
    )
    note_exercises(book)

    assert set(exercises_that_count(book)) == {"warmup", "exercise2"}


def test_named_exercises_are_the_only_ones(book: Gradebook, class_of: Class) -> None:
    """Whatever was handed in."""
    class_of(book, {"ann": {"warmup": 100.0, "exercise2": 90.0}})
    name_exercises(book, ["exercise2", "exercise10"])
    note_exercises(book)

    assert class_results_of(book).exercises == ("exercise2", "exercise10")


def test_a_score_by_hand_for_what_nobody_handed_in_shows(book: Gradebook, class_of: Class) -> None:
    """Paper and absent weeks are what scores by hand are for."""
    class_of(book, {"ann": {"warmup": 100.0}})
    override(book, "ann", "exercise2", 50, who="Roe", why="on paper")

    assert rows_of(export(book, "csv").text)[1][2:5] == ["100", "50", "150"]


def test_an_extension_never_shortens(book: Gradebook, class_of: Class) -> None:
    """The class's due time moved past it."""
    class_of(book, {"ann": {"warmup": 100.0}, "bo": {"warmup": 100.0}}, submitted_at="2026-03-05T00:00:00Z")
    grant_extension(book, Extension("bo", "", "2026-03-04T00:00:00Z", "Roe", "ill"))
    set_late_rule(book, LateRule("2026-03-08T00:00:00Z", percent_per_day=10))

    assert totals(book) == {"ann": 100.0, "bo": 100.0}


def test_work_without_a_time_is_named_where_lateness_costs(book: Gradebook, class_of: Class) -> None:
    """It is never late, and that is told."""
    class_of(book, {"ann": {"warmup": 100.0}})
    assert without_a_time(book) == []

    set_late_rule(book, LateRule("2026-03-08T00:00:00Z", percent_per_day=10))

    assert without_a_time(book) == [("ann", "warmup")]


def two_books(tmp_path: Path, class_of: Class) -> tuple[Gradebook, Gradebook]:
    """One class in two folders."""
    books = tuple(Gradebook.open(tmp_path / name, create=True) for name in ("one", "two"))
    for book in books:
        class_of(book, {"bob": {"warmup": 100.0}})
    return books  # type: ignore[return-value]  # two of them


def test_of_two_scores_by_hand_the_later_one_counts_in_any_order(tmp_path: Path, class_of: Class) -> None:
    """Merging does not depend on which folder is named first."""
    first, second = two_books(tmp_path, class_of)
    override(first, "bob", "warmup", 50, who="Roe", why="a")
    override(second, "bob", "warmup", 80, who="Poe", why="b")
    merged = [Gradebook.open(tmp_path / name, create=True) for name in ("x", "y")]
    merge(merged[0], [first, second])
    merge(merged[1], [second, first])

    assert [overrides_of(book)["bob", "warmup"].score for book in merged] == [80, 80]


def test_gradebooks_with_different_late_rules_are_not_merged(tmp_path: Path, class_of: Class) -> None:
    """Both are shown; the first would win in silence."""
    first, second = two_books(tmp_path, class_of)
    set_late_rule(first, LateRule("2026-03-08T00:00:00Z", percent_per_day=10))
    set_late_rule(second, LateRule("2026-03-08T00:00:00Z", percent_per_day=20))

    with pytest.raises(GradebookProblem, match=r"10% off a day; .*20% off a day"):
        merge(first, [second])
    assert late_policy_of(first).rules[""].percent_per_day == 10


def test_a_merge_makes_a_folder_whatever_its_name(tmp_path: Path, class_of: Class) -> None:
    """A dot in it makes it no file."""
    two_books(tmp_path, class_of)
    target = tmp_path / "week.3"

    done = CliRunner().invoke(cli, ["merge", str(tmp_path / "one"), str(tmp_path / "two"), "--out", str(target)])

    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(cli, ["export", str(target)]).exit_code == 0


def test_a_refused_merge_leaves_nothing_behind(tmp_path: Path, class_of: Class) -> None:
    """Else the first part's rule would stand in the new folder, against the one that was mended."""
    first, second = two_books(tmp_path, class_of)
    for book, percent in ((first, 10), (second, 20)):
        set_late_rule(book, LateRule("2026-03-08T00:00:00Z", percent_per_day=percent))
    parts = [str(tmp_path / name) for name in ("one", "two")]

    done = CliRunner().invoke(cli, ["merge", *parts, "--out", str(tmp_path / "joined")])

    assert done.exit_code != 0
    assert not (tmp_path / "joined").exists()


@pytest.mark.parametrize(
    "target", ["no/such/folder/x.csv", "."], ids=["a missing folder", "a folder in place of a file"]
)
def test_a_target_that_cannot_be_written_is_one_sentence(book: Gradebook, class_of: Class, target: str) -> None:
    """Exit code 2, no traceback."""
    class_of(book, {"ann": {"warmup": 100.0}})
    arguments = ["export", str(book.path.parent), "--to", str(book.path.parent / target)]

    done = CliRunner().invoke(cli, arguments)

    assert done.exit_code == 2
    assert "cannot be written" in done.output


def test_letters_that_the_terminal_lacks_are_replaced(book: Gradebook, class_of: Class) -> None:
    """An ASCII terminal gets question marks, not a traceback."""
    class_of(book, {"Zoë": {"warmup": 100.0}})

    done = CliRunner(charset="ascii").invoke(cli, ["export", str(book.path.parent)])

    assert done.exit_code == 0
    assert "Zo?" in done.output


def test_more_points_than_there_are_must_be_meant(book: Gradebook, class_of: Class) -> None:
    """850 of 100 is a slip of the finger until --bonus says otherwise."""
    class_of(book, {"ann": {"exercise2": 100.0}})
    arguments = ["override", str(book.path.parent), "ann", "exercise2", "850", "--who", "Roe", "--why", "x"]

    refused, meant = (CliRunner().invoke(cli, [*arguments, *more]) for more in ([], ["--bonus"]))

    assert refused.exit_code == 2
    assert "--bonus" in refused.output
    assert meant.exit_code == 0
    assert overrides_of(book)["ann", "exercise2"].score == 850
