"""The code on a student's page: the right lines marked and linked, the rest folded, bounded and inert whatever it is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_class import TODAY, outcome_for
from page_reader import assert_inert, parsed, text_of

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.pending import pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.notebooks import notebook_source
from grader.report.marked_work.marked_source import MarkedSource, marked_source
from grader.report.marked_work.mistakes import mistakes_of
from grader.report.marked_work.source_lines import lines_of, with_code
from grader.report.marked_work.work import work_of
from grader.report.pages import student_page
from grader.report.publish import publish

LONG = "".join(f"# line {number}\n" for number in range(1, 101)).encode()


def marked(source: bytes, **check: Any) -> MarkedSource:
    """The source of a student whose second check failed."""
    grade = outcome_for("warmup", 60.0, **check)
    return marked_source(source, grade, mistakes_of(grade))


def page_with(source: bytes, **check: Any) -> str:
    """That student's page."""
    return student_page(Student("ann"), [work_of(outcome_for("warmup", 60.0, **check), "", None, source)], total=60.0)


def marked_lines(page: str) -> list[tuple[str, str, str]]:
    """(id, number, text) of the marked lines."""
    return re.findall(r'class="marked" id="([^"]+)"><i>(\d+)</i>(.*)', page)


def test_a_card_leads_to_its_line_and_the_line_back() -> None:
    """By anchors of the same page."""
    page = page_with(b"import torch\nx = 1\n", line=2)

    assert marked_lines(page) == [("warmup-line-2", "2", "x = 1")]
    assert '<a href="#warmup-line-2">line 2</a>' in page
    assert 'id="warmup-check-means"' in page and 'class="note" href="#warmup-check-means"' in page


def test_without_a_line_the_function_is_marked() -> None:
    """The last one of the name, as the last one counts."""
    assert marked_lines(page_with(b"def f():\n    pass\n\ndef f(x):\n    return x\n"))[0][1:] == ("4", "def f(x):")


@pytest.mark.parametrize("line", [0, -3, 10**9])
def test_a_line_that_is_not_there_is_no_link(line: int) -> None:
    """A page never leads nowhere."""
    page = page_with(b"x = 1\n", line=line)

    assert 'href="#warmup-line' not in page
    assert marked_lines(page) == []


def test_a_long_source_is_folded_around_what_is_marked() -> None:
    """Nothing of it is lost, and the marked line is open."""
    regions = marked(LONG, line=50).regions

    assert [region.is_open for region in regions] == [False, True, False]
    assert [line.number for region in regions for line in region.lines] == list(range(1, 101))
    assert [line.number for line in regions[1].lines if line.is_marked] == [50]


def test_a_notebook_is_shown_cell_by_cell() -> None:
    """Lines have their numbers in the cell."""
    cells = [{"cell_type": "code", "source": text} for text in ("import torch", "x = 0\ndef f():\n    return 1")]
    source, _ = notebook_source(json.dumps({"cells": cells}).encode())
    page = page_with(source)

    assert [row[1:] for row in marked_lines(page)] == [("2", "def f():")]
    assert ">cell 2, line 2</a>" in page and "Cell 1, line 1" in page
    assert "# --- cell" not in page


@pytest.mark.parametrize("source", [b"x = 1\n" * 3_000_000, b"#" * 16_000_000, b"\n" * 16_000_000, b'"<&' * 5_000_000])
def test_a_huge_source_makes_no_huge_page(source: bytes) -> None:
    """What is left out is said."""
    page = page_with(source, line=1)

    assert len(page) < 500_000
    assert "more lines are not shown" in page or " …" in page or not source.strip()


def test_a_marked_line_is_shown_however_far_below() -> None:
    """Beyond the budget of what is not marked."""
    page = page_with(b"x = 1\n" * 50_000, line=49_000)

    assert [row[1] for row in marked_lines(page)] == ["49000"]


def test_lines_are_counted_as_python_counts_them() -> None:
    """A form feed or a separator of Unicode ends no line."""
    assert lines_of("a\x0cb\u2028c\x85d\r\ne\rf\n".encode()) == ["a\x0cb\u2028c\x85d", "e", "f", ""]


@pytest.mark.parametrize(
    "evil", ["</span></pre><script>alert(1)</script>", "\u202egnp.exe", "\x1b[31mred\x00", '"><img src=x onerror=a()>']
)
def test_hostile_code_stays_text(evil: str) -> None:
    """In marked lines, in others and in the note below."""
    page = page_with(f"{evil}\n{evil}\n".encode(), line=1, advice=evil, message=evil)

    assert_inert(parsed(page))
    assert not re.search("[\u202a-\u202e\x00\x1b]", page)


def test_the_class_page_leads_to_the_line_of_each_who_holds_a_mistake(book: Gradebook, tmp_path: Path) -> None:
    """On the student's page there is such a line."""
    enrol(book, [Student("ann")], [Unit("ann", "warmup", b"import torch\nx = 1\n", "ann/warmup.py")])
    record(book, pending(book, {"warmup": TODAY}), TODAY, outcome_for("warmup", 60.0, line=2))

    page = publish(book, tmp_path / "report")
    link = re.search(r'href="(students/[^"#]+)#(warmup-line-2)"', page.read_text())

    assert link and f'id="{link[2]}"' in (page.parent / link[1]).read_text()


def test_one_sentence_about_several_functions_is_one_card() -> None:
    """Such as that of a file that is no Python."""
    first = outcome_for("warmup", 50.0, advice=None).checks[1]
    grade = replace(outcome_for(), checks=(first, replace(first, name="adds", function="g")))

    assert [len(mistake.checks) for mistake in mistakes_of(grade)] == [2]


def test_quoted_code_keeps_its_columns() -> None:
    """A caret below a character stays there."""
    assert with_code("It is <wrong>:\n    f(:\n      ^") == "It is &lt;wrong&gt;:<code>    f(:\n      ^</code>"


def test_checks_that_wait_stand_together() -> None:
    """Not among the mistakes."""
    said = text_of(parsed(page_with(b"", status="skipped", message="Waits for g.", advice=None)))

    assert "1 mistake" not in said
    assert re.search(r"Waits for g\. – f skipped: f is right\. 10 of 50", said)
