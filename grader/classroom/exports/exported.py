"""What an export gives back, and how its cells are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.text import without_controls


@dataclass(frozen=True)
class Exported:
    """An export.

    Attributes:
        text: the file's content; empty where the format is a file a student.
        files: content by file name, where the format is a file a student.
        notes: sentences for the instructor: who was left out and why. They never go into the file.
    """

    text: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


# A spreadsheet runs a cell that begins with one of =, +, - and @, in some locales in their full-width forms too.
_FORMULA = re.compile(r"(^\s*|[;\t\n]\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d{3})*(?:[.,]\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}_\d{3}")
# Moodle writes a lone dash for "never", and wants it back.
_HARMLESS = re.compile(rf"{_PLAIN_NUMBER.pattern}|-")


def cell(text: str) -> str:
    """Text as a spreadsheet shows it and never runs it: an apostrophe stands before what would be a formula.

    After a semicolon, too: a spreadsheet set to another country's CSV begins a new cell there.
    """
    plain = without_controls(text)
    return plain if _HARMLESS.fullmatch(plain) else _FORMULA.sub(r"\1'\2", plain)


def number(value: float | None) -> str:
    """Points with at most two decimals and no empty ones; nothing for no score."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def parsed_number(text: str, decimal_comma: bool = False) -> float | None:
    """A number as people write it, such as 12.5, 12,5, 1,000.00 or 1.000,00; None when it is none.

    Args:
        text: the cell.
        decimal_comma: whether the file is one of a country that writes 12,5: then a lone point with three digits behind
            it groups thousands, elsewhere a lone comma does.
    """
    plain = "".join(text.split()).replace("\u2019", "").replace("'", "")
    marks = [mark for mark in plain if mark in ",."]
    if not _NUMBER.fullmatch(plain):
        return None
    if len(set(marks)) == 2 or len(marks) > 1:
        grouping = marks[0]
    else:
        grouping = "." if decimal_comma else ","
        if not _GROUPED.fullmatch(plain.replace(grouping, "_")):
            grouping = ""
    return float(plain.replace(grouping, "").replace(",", "."))


def scaled(score: float, max_score: float, points_possible: float | None) -> float:
    """A score on the platform's own scale."""
    if points_possible is None or max_score <= 0:
        return score
    return round(score * points_possible / max_score, 2)
