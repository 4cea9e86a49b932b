"""A lesson page taken apart: the module docstring of an exercise, as the tests of the lessons read it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from grader.courses import built_in

COURSE = built_in()

LIST_MARK = re.compile(r"^(?:- |\d+\. )")
# A heading is a line of its own over a line of dashes, a row of a table is indented.
RULE = re.compile(r"^[-=]{3,}$")
TABLE_HEAD = re.compile(r"\bfunction\b\W+points\b\W+minutes\b", re.IGNORECASE)
TABLE_ROW = re.compile(r"^\W*(\w+)\W+(\d+)\W+(\d+)\b")


@dataclass(frozen=True)
class Row:
    """What the page promises of one function."""

    points: int
    minutes: int


def solution_path(exercise: str) -> Path:
    """The solution of an exercise, as a checkout has it."""
    return COURSE.solution_path(exercise)


def page(exercise: str) -> str:
    """The module docstring of the stub."""
    return ast.get_docstring(ast.parse(COURSE.stub_path(exercise).read_text("utf-8"))) or ""


def prose(text: str) -> list[str]:
    """The paragraphs that are read as sentences: no headings, code, tables, pictures and links."""
    lines = text.splitlines()
    headings = {number - 1 for number, line in enumerate(lines) if RULE.match(line)}
    kept = ["" if number in headings or RULE.match(line) else line for number, line in enumerate(lines)]
    paragraphs: list[list[str]] = [[]]
    for line in kept:
        if not line.strip() or LIST_MARK.match(line):
            paragraphs.append([])
        if line.strip() and (not line.startswith(" ") or (paragraphs[-1] and not line.startswith("    "))):
            paragraphs[-1].append(LIST_MARK.sub("", line.strip()))
    joined = [" ".join(paragraph) for paragraph in paragraphs if paragraph]
    return [paragraph for paragraph in joined if "https://" not in paragraph]


def table(text: str) -> dict[str, Row]:
    """The table "function, points, minutes" of a page."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if TABLE_HEAD.search(line)]
    rows = [match for line in lines[heads[0] :] if (match := TABLE_ROW.match(line))] if heads else []
    return {row[1]: Row(int(row[2]), int(row[3])) for row in rows}
