"""The formats' own rules, as far as their sources state them, held against a file; each raises AssertionError."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree

CANVAS_INFO = (
    ("Student", "ID", "Section"),
    ("Student", "ID", "SIS Login ID", "Section"),
    ("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
    ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section"),
    ("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"),
)


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    """The rows of a CSV file; all of one width."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))
    assert len({len(row) for row in rows}) == 1
    return rows


def validate_cells(text: str, delimiter: str = ",") -> None:
    """No cell is a formula, none holds a control character."""
    for row in rows_of(text, delimiter):
        for cell in row:
            assert re.fullmatch(r"-?\d+([.,]\d+)?|-|(?![=+\-@\t\r])[^\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]*", cell), cell


def validate_canvas(text: str, existing_titles: set[str]) -> None:
    """Canvas's importer takes it and makes no column: lib/gradebook_importer.rb."""
    header, *rows = rows_of(text)
    info = header.index("Section") + 1
    assert tuple(header[:info]) in CANVAS_INFO
    assert set(header[info:]) <= existing_titles
    assert all(re.fullmatch(r".+ \(\d+\)", title) for title in header[info:])
    assert len(header) > info
    for row in rows:
        if "points possible" in row[0].lower():
            continue
        assert any(row[:info])
        assert any(row[info:]), "a student without any score must not stand in the file"
        assert all(re.fullmatch(r"\d+(\.\d{1,2})?|EX|", cell) for cell in row[info:])
    validate_cells(text)


def validate_moodle(text: str, worksheet: str, may_change: set[str]) -> None:
    """The worksheet came back with nothing but these columns changed: feedback/offline/importgradeslib.php."""
    before, after = rows_of(worksheet), rows_of(text)
    assert before[0] == after[0]
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(after[0])
    assert len(before) == len(after)
    for old, new in zip(before[1:], after[1:], strict=True):
        for title, was, now in zip(before[0], old, new, strict=True):
            assert title in may_change or was == now
        grade, feedback = (new[after[0].index(title)] for title in ("Grade", "Feedback comments"))
        assert re.fullmatch(r"\d+[.,]\d\d|", grade)
        assert grade or not feedback, "feedback without a grade wipes the grade"
        maximum = new[after[0].index("Maximum Grade")].replace(",", ".")
        assert not grade or 0 <= float(grade.replace(",", ".")) <= float(maximum)


def validate_gradescope(text: str) -> None:
    """Gradescope's autograder documentation of results.json."""
    results = json.loads(text)
    formats, sights = (
        {"text", "html", "simple_format", "md", "ansi"},
        {"hidden", "after_due_date", "after_published", "visible"},
    )
    top = {
        "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "extra_data", "tests", "leaderboard",
    }  # fmt: skip
    assert set(results) <= top
    assert "score" in results or all("score" in test for test in results["tests"])
    assert {results[name] for name in ("output_format", "test_output_format", "test_name_format")} <= formats
    assert {results[name] for name in ("visibility", "stdout_visibility")} <= sights
    for test in results["tests"]:
        fields = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"}
        assert set(test) <= fields | {"visibility", "extra_data"}
        assert test["status"] in ("passed", "failed")
        assert isinstance(test["number"], str)
        assert 0 <= test["score"] <= test["max_score"]
        assert (test["status"] == "passed") == (test["score"] == test["max_score"])
    assert abs(results["score"] - sum(test["score"] for test in results["tests"])) < 1e-6


def validate_junit(text: str) -> ElementTree.Element:
    """The xunit2 family as pytest writes it; counts agree with the cases."""
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {"name", "errors", "failures", "skipped", "tests", "time"}
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for attribute, tag in (("errors", "error"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(suite.get(attribute, "")) == sum(case.find(tag) is not None for case in cases)
        for case in cases:
            assert set(case.attrib) == {"classname", "name", "time"}
            assert [child.tag for child in case][:1] == ["properties"]
            assert {child.tag for child in case} <= {"properties", "failure", "error", "skipped"}
            assert {p.get("name") for p in case.iter("property")} == {"points", "max_points"}
            float(case.get("time", ""))
    return root


COMMAND = re.compile(
    r"::(error|warning|notice)(?: (?:(?:file|line|endLine|col|endColumn|title)=[^:,\r\n]*,?)+)?::[^\r\n]*"
)


def validate_workflow_commands(text: str) -> list[str]:
    """Each line is one of our commands; no more of a kind than GitHub shows."""
    lines = text.splitlines()
    kinds = []
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match, line
        kinds.append(match[1])
    assert all(kinds.count(kind) <= 10 for kind in set(kinds))
    assert len(kinds) <= 50
    return lines
