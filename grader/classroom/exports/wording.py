"""What a check says, as plain text that can forge nothing."""

from __future__ import annotations

from grader.outcome import CheckOutcome
from grader.text import without_controls


def said(check: CheckOutcome) -> str:
    """Message and advice of a check; control characters are gone, line breaks stay."""
    parts = (without_controls(text or "").strip() for text in (check.message, check.advice))
    return "\n".join(part for part in parts if part)


def title(check: CheckOutcome) -> str:
    """What the check demands, on one line; its name where it has no description."""
    return " ".join(without_controls(check.description or check.name).split())
