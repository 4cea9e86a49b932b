"""Each export is accepted by its format's own rules, and no name or output of a learner can break out of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from made_class import outcome_for
from validators import (
    rows_of,
    validate_cells,
    validate_gradescope,
    validate_junit,
    validate_workflow_commands,
)

from grader.classroom.errors import ExportProblem
from grader.classroom.exports import FORMATS, Options, export
from grader.classroom.exports.exported import cell
from grader.classroom.exports.github import MAX_SUMMARY_BYTES, annotation_commands, quoted_output, step_summary
from grader.classroom.exports.gradescope import results_json
from grader.classroom.exports.junit import junit
from grader.classroom.exports.wording import Scored
from grader.classroom.gradebook.counting import name_exercises
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record_fault
from grader.classroom.gradebook.late_policy import LateRule, set_late_rule
from grader.classroom.gradebook.overrides import override
from grader.classroom.gradebook.pending import Pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import student
from grader.classroom.units import Unit

Class = Callable[..., Gradebook]
EVIL = [
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1+1",
    "x;=1+1",
    "a\n::error::forged",
    "\x1b[31mred\x1b[0m",
    "\u202eevil",
    "<script>alert(1)</script>",
    "a,b\"c'd",
    "\x00\x0b\ufffe",
]


@pytest.mark.parametrize("text", EVIL)
def test_a_cell_is_never_a_formula_and_holds_no_controls(text: str) -> None:
    written = cell(text)

    assert not written.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))
    assert ";=" not in written
    assert not any(ord(char) < 32 and char not in "\t\n" for char in written)


@pytest.mark.parametrize("text", ["-3", "+4.5", "12,5", "0"])
def test_a_number_stays_a_number(text: str) -> None:
    assert cell(text) == text


def test_csv_has_a_row_a_student_a_column_an_exercise_and_the_total(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0, "exercise2": 62.5}, "bob": {"warmup": 100.0}})
    name_exercises(book, ["warmup", "exercise2"])

    assert rows_of(export(book, "csv").text) == [
        ["student", "name", "warmup", "exercise2", "total", "remarks"],
        ["alice", "Alice", "80", "62.5", "142.5", ""],
        ["bob", "Bob", "100", "", "100", ""],
    ]


def test_csv_says_what_is_unusual(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": None}}, submitted_at="2026-03-02T00:00:00Z")
    set_late_rule(book, LateRule("2026-03-01T12:00:00Z", percent_per_day=10))
    record_fault(book, [Pending("bob", "warmup", 1, "", 0, "")], "worker: did not start")

    remarks = {row[0]: row[-2:] for row in rows_of(export(book, "csv").text)}

    assert remarks["alice"] == ["72", "warmup late: 10 % off 80"]
    assert remarks["bob"] == ["", "warmup not graded: worker: did not start"]


@pytest.mark.parametrize("name", EVIL)
def test_csv_survives_hostile_names_and_reasons(book: Gradebook, name: str) -> None:
    one = student(f"{name} id", name)
    enrol(book, [one], [Unit(one.id, "warmup", b"x", "origin")])
    override(book, one.id, "warmup", 50, who=name + ".", why=name + ".")

    validate_cells(export(book, "csv").text)


def test_gradescope_gets_a_valid_file_a_student(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0, "exercise2": 62.5}, "bob": {"warmup": 100.0}, "cleo": {"warmup": None}})
    name_exercises(book, ["warmup", "exercise2"])

    files = export(book, "gradescope").files

    assert len(files) == 2
    for text in files.values():
        validate_gradescope(text)
    assert [json.loads(text)["score"] for text in files.values()] == [142.5, 100.0]


def test_gradescope_gets_no_file_for_a_fault_of_ours() -> None:
    with pytest.raises(ExportProblem, match="Not graded: warmup"):
        results_json([Scored(outcome_for("warmup", 50.0, status="grader_error"))])


@pytest.mark.parametrize("text", EVIL)
def test_gradescope_survives_hostile_output(text: str) -> None:
    made = results_json([Scored(outcome_for("warmup", 80.0, message=text, advice=text))])

    validate_gradescope(made)
    assert "\\u001b" not in made
    assert made.isascii()


@pytest.mark.parametrize(
    ("status", "tag"),
    [
        ("failed", "failure"),
        ("partial", "failure"),
        ("not_started", "failure"),
        ("error", "error"),
        ("timeout", "error"),
        ("out_of_memory", "error"),
        ("grader_error", "error"),
        ("skipped", "skipped"),
    ],
)
def test_junit_passes_only_what_passed(status: str, tag: str) -> None:
    root = validate_junit(junit([("alice", [Scored(outcome_for("warmup", 60.0, status=status))])]))

    passed, other = root.iter("testcase")
    assert [child.tag for child in passed] == ["properties"]
    assert [child.tag for child in other] == ["properties", tag]


@pytest.mark.parametrize("text", EVIL)
def test_junit_survives_hostile_names_and_output(text: str) -> None:
    root = validate_junit(junit([(text, [Scored(outcome_for("warmup", 60.0, message=text, advice=text))])]))

    assert len(list(root.iter("testcase"))) == 2


def test_junit_carries_the_points(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}})

    root = validate_junit(export(book, "junit").text)

    assert [p.get("value") for p in root.iter("property")] == ["80", "100", "50", "50", "30", "50"]


@pytest.mark.parametrize("text", [*EVIL, "::error::forged", "x\r\n::set-output name=a::b", "%0A::error::x", "a::b,c:d"])
def test_student_output_never_becomes_a_workflow_command(text: str) -> None:
    outcome = outcome_for("warmup", 60.0, message=text, advice=text, description=text)

    lines = validate_workflow_commands(annotation_commands([Scored(outcome)], {"warmup": "exercises/warmup.py"}))

    assert len(lines) == 2
    assert lines[0].startswith("::error file=exercises/warmup.py")


def test_github_gets_the_ten_that_cost_most_and_the_total() -> None:
    grade = outcome_for("warmup", 60.0)
    checks = tuple(
        replace(grade.checks[1], name=f"c{n}", points=0.0, max_points=float(n), message=f"lost {n}") for n in range(30)
    )

    lines = validate_workflow_commands(annotation_commands([Scored(replace(grade, checks=checks))], {}))

    assert len(lines) == 11
    assert "lost 29" in lines[0]
    assert lines[-1].endswith("20 more in the summary")


def test_one_reason_for_many_checks_is_one_annotation() -> None:
    """A file that cannot be read fails them all; ten times the same would hide the other files."""
    grade = outcome_for("warmup", 60.0)
    checks = tuple(replace(grade.checks[1], name=f"c{n}", message="no Python", advice=None) for n in range(30))

    first, last = validate_workflow_commands(annotation_commands([Scored(replace(grade, checks=checks))], {}))

    assert "title=f%3A 30 checks::no Python" in first
    assert last.startswith("::notice")


@pytest.mark.parametrize("text", [*EVIL, "\n\n# heading", "</td></table><img src=x>", "`code` **bold** [a](b)"])
def test_the_step_summary_keeps_output_inside_its_cell(text: str) -> None:
    summary = step_summary([Scored(outcome_for("warmup", 60.0, message=text, advice=text))])

    table = summary.split("<table>\n", 1)[1]
    assert "\n\n" not in table
    assert "<script" not in table
    assert "<img" not in table
    assert table.count("<table") == 0
    assert table.count("</table>") == 1


def test_the_step_summary_stays_below_what_github_takes() -> None:
    grade = outcome_for("warmup", 60.0, message="x" * 5000)

    summary = step_summary([Scored(replace(grade, checks=grade.checks * 2000))])

    assert len(summary.encode()) <= MAX_SUMMARY_BYTES < 1024 * 1024
    assert "more rows did not fit" in summary


def test_quoted_output_cannot_open_the_door_again() -> None:
    lines = quoted_output("a\n::token::\n::error::forged", "token").splitlines()

    assert lines[0] == "::stop-commands::token"
    assert lines[-1] == "::token::"
    assert "::token::" not in lines[1:-1]


def test_json_is_the_ordered_gradebook_with_words(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}})

    parsed = json.loads(export(book, "json").text)

    assert parsed["submissions"][0]["grades"][0]["checks"][1]["advice"] == "Divide by n."


def test_an_unknown_format_names_those_there_are(book: Gradebook) -> None:
    with pytest.raises(ExportProblem, match=", ".join(FORMATS)):
        export(book, "excel")


@pytest.mark.parametrize("name", ["canvas", "moodle", "github"])
def test_what_a_format_needs_is_asked_for(book: Gradebook, name: str) -> None:
    with pytest.raises(ExportProblem, match="--"):
        export(book, name, Options())


def test_one_students_summary_can_be_chosen(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 70.0}})

    made: Any = export(book, "github", Options(student="bob"))

    assert "70 of 100 points" in made.text
