"""A mend in a sentence: the line, what stands there, and what was tried instead."""

from __future__ import annotations

from grader.diagnosis.mending.changes import Change, Kind
from grader.diagnosis.mending.search import Mend
from grader.source import SourceFile


def told(mend: Mend, function: str, source: SourceFile) -> str:
    """What a learner is told of a mend that was tried and works."""
    parts = [_told(change, source) for change in mend.changes]
    reasons = " ".join(change.reason for change in mend.changes if change.reason)
    tail = f" {reasons}" if reasons else ""
    if len(parts) == 2:
        return f"With two changes every check of {function} passes. {parts[0][:1].upper() + parts[0][1:]}; {parts[1]}.{tail}"
    if mend.is_whole:
        return f"Look at {parts[0]}, every check of {function} passes.{tail}"
    return f"Look at {parts[0]}, this check passes. It is not the only mistake in {function}.{tail}"


def _told(change: Change, source: SourceFile) -> str:
    line = source.place(change.line)
    if change.kind is Kind.LEAVE_OUT:
        return f"{line}: without `{change.before}`"
    if change.kind is Kind.PUT_IN:
        text, where = change.after.rsplit(" ", 1)
        return f"{line}: with `{text}` {where} `{change.before}`"
    if change.kind is Kind.MOVE:
        return f"{line}: with `{change.before}` {change.after}"
    return f"{line}: with `{change.after}` in place of `{change.before}`"
