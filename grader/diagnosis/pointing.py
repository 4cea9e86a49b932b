"""The line of the learner's file that a failed check is about, where that is known."""

from __future__ import annotations

import ast

from grader.kit.check_run import CheckRun
from grader.session.outline import Outline


def line_meant(run: CheckRun, outline: Outline) -> int | None:
    """The line, from 1: where it is no Python, where it raised, where it was stopped, where a `return` is missing, or the only one there is."""
    if run.stopped is None or not run.transcript.entries:
        return None
    _, _, reply = run.transcript.entries[-1]
    if reply.failure is not None and reply.failure.syntax:
        return reply.failure.syntax[0] or None
    if reply.failure is not None:
        return reply.failure.frames[-1][0] if reply.failure.frames else None
    if reply.line is not None:
        return reply.line
    node = outline.definitions.get(run.function)
    if not isinstance(node, ast.FunctionDef):
        return None
    statements = [part for part in node.body if part.lineno not in outline.docstring_lines(run.function)]
    is_missing = reply.value is None and outline.forgotten_return(run.function) is not None
    return statements[-1].lineno if statements and (is_missing or len(statements) == 1) else None
