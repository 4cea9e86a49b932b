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
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# Moodle writes a lone dash for "never", and wants it back.
_HARMLESS = re.compile(rf"{_NUMBER.pattern}|-")


def cell(text: str) -> str:
    """Text as a spreadsheet shows it and never runs it: an apostrophe stands before what would be a formula.

    After a semicolon, too: a spreadsheet set to another country's CSV begins a new cell there.
    """
    plain = without_controls(text)
    return plain if _HARMLESS.fullmatch(plain) else _FORMULA.sub(r"\1'\2", plain)


def number(value: float | None) -> str:
    """Points with at most two decimals and no empty ones; nothing for no score."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def parsed_number(text: str) -> float | None:
    """A number as people write it, with a decimal comma or point; None when it is none."""
    plain = text.strip()
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def scaled(score: float, max_score: float, points_possible: float | None) -> float:
    """A score on the platform's own scale."""
    if points_possible is None or max_score <= 0:
        return score
    return round(score * points_possible / max_score, 2)
