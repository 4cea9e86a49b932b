"""A notebook as a submission: its code cells, joined in the order in which they stand."""

from __future__ import annotations

import json
import re

from grader.errors import Refused
from grader.files import MIB, too_large

# Outputs such as plots make notebooks large; the code in them is not.
MAX_NOTEBOOK_BYTES = 32 * MIB
MAX_SOURCE_BYTES = 1 * MIB

# `%magic`, `!shell`, `?help`, `help?`, `files = !ls`: IPython's own lines, no Python.
_IPYTHON_LINE = re.compile(r"\s*(?:%{1,2}[A-Za-z]|!\S|\?+\w|[\w.]+\?{1,2}\s*$|[\w.]+\s*=\s*[%!][A-Za-z])")
_CELL_MAGIC = re.compile(r"^\s*%%(\w+)")
_PYTHON_CELL_MAGICS = frozenset(("time", "timeit", "capture", "prun"))


def notebook_source(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Python source of a notebook and sentences on what was dropped; raises Refused when it is no notebook."""
    cells = _code_cells(data)
    lines: list[str] = []
    dropped = 0
    for number, text in enumerate(cells, 1):
        kept, gone = _python_lines(text)
        dropped += gone
        lines += [f"# --- cell {number} ---", *kept, ""]
    source = "\n".join(lines).encode("utf-8", "backslashreplace")
    if len(source) > MAX_SOURCE_BYTES:
        raise Refused(f"its code {too_large(len(source), MAX_SOURCE_BYTES)}")
    notes = [f"read from a notebook of {len(cells)} code cells, in the order in which they stand"]
    if dropped:
        notes.append(f"{dropped} lines of notebook commands (% or !) were dropped")
    return source, tuple(notes)


def _code_cells(data: bytes) -> list[str]:
    """The text of each code cell."""
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError, MemoryError) as error:
        raise Refused(f"is a broken notebook: no JSON ({type(error).__name__})") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Refused("is a broken notebook: it has no list of cells (format 4 is read here)")
    return [_cell_text(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _cell_text(cell: dict[str, object]) -> str:
    """A cell's source, which the format allows as one text or as a list of lines."""
    source = cell.get("source", "")
    lines: list[object] = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise Refused("is a broken notebook: the source of a cell is no text")
    return "".join(map(str, lines))


def _python_lines(text: str) -> tuple[list[str], int]:
    """The lines of a cell with notebook commands blanked, and how many those were."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    magic = _CELL_MAGIC.match(lines[0])
    if magic and magic[1] not in _PYTHON_CELL_MAGICS:
        return ["# (a cell of notebook commands stood here)"], len(lines)
    kept: list[str] = []
    dropped, depth, quote, continued = 0, 0, "", False
    for line in lines:
        # `% b` on the second line of an expression is Python's own remainder, and a text may hold any line.
        if not (depth or quote or continued) and _IPYTHON_LINE.match(line):
            kept.append(_blanked(line))
            dropped += 1
            continue
        kept.append(line)
        depth, quote = after(line, depth, quote)
        continued = line.endswith("\\")
    return kept, dropped


def _blanked(line: str) -> str:
    """A `pass` at the line's indent, so that an `if` keeps its body."""
    return line[: len(line) - len(line.lstrip())] + "pass"


_OUTSIDE_TEXT = re.compile(r"#|\"\"\"|'''|[\"']|[()\[\]{}]")
_INSIDE_TEXT = {quote: re.compile(rf"(?:\\.|(?!{quote}).)*({quote})?", re.DOTALL) for quote in ('"', "'", '"""', "'''")}


def after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Open brackets and the open triple quote at the end of a line, given those at its start."""
    at = 0
    while True:
        if quote:
            rest = _INSIDE_TEXT[quote].match(line, at)
            if rest is None or rest[1] is None:
                return depth, quote if len(quote) == 3 else ""
            at, quote = rest.end(), ""
            continue
        found = _OUTSIDE_TEXT.search(line, at)
        if found is None or found[0] == "#":
            return depth, ""
        at = found.end()
        if found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth = max(0, depth - 1)
        else:
            quote = found[0]
