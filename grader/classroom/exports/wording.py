"""What a check of an outcome says, as plain text that can forge nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.text import without_controls

# How the engine writes the statuses that an export treats apart.
PASSED, PARTIAL, SKIPPED, GRADER_ERROR = "passed", "partial", "skipped", "grader_error"
BROKEN = frozenset(("error", "timeout", "out_of_memory", GRADER_ERROR))


def said(check: Mapping[str, Any]) -> str:
    """Message and advice of a check; control characters are gone, line breaks stay."""
    parts = (without_controls(str(check.get(field) or "")).strip() for field in ("message", "advice"))
    return "\n".join(part for part in parts if part)


def title(check: Mapping[str, Any]) -> str:
    """What the check demands, on one line; its name where it has no description."""
    return " ".join(without_controls(str(check.get("description") or check["name"])).split())


def at_fault(outcome: Mapping[str, Any]) -> bool:
    """Whether a fault of the grader touched the outcome."""
    checks = outcome.get("checks") or []
    return not checks or any(check["status"] == GRADER_ERROR for check in checks)
