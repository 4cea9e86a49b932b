"""A notebook as a submission: its code cells, joined in the order in which they stand.

The joined source says in its first line that it is one. A worker then runs it cell by cell, as Jupyter does: a cell that
fails ends that cell and no other. What only a notebook understands is dropped, with a sentence for the learner; what
holds Python (`%time r = f()`, `%%writefile exercise3.py`) keeps its Python.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.errors import Refused
from grader.files import MIB, too_large

# Outputs such as plots make notebooks large; the code in them is not.
MAX_NOTEBOOK_BYTES = 32 * MIB
MAX_SOURCE_BYTES = 1 * MIB

# `%magic`, `!shell`, `?help`, `help?`, `files = !ls`: IPython's own lines, no Python.
_IPYTHON_LINE = re.compile(r"\s*(?:%{1,2}[A-Za-z]|!\S|\?+\w|[\w.]+\?{1,2}\s*$|[\w.]+\s*=\s*[%!][A-Za-z])")
_CELL_MAGIC = re.compile(r"^\s*%%(\w+)")
_WRITEFILE = re.compile(r"^\s*%%writefile\s+(?:-a\s+)?\S+\.py\s*$")
_PYTHON_CELL_MAGICS = frozenset(("time", "timeit", "capture", "prun", "grade"))
# `%timeit -n 10 f()`: the magic, its options, the Python.
_PYTHON_LINE_MAGIC = re.compile(r"^(\s*)%(?:time|timeit|prun)\s+(?:-\w+\s+(?:\d+\s+)?)*(\S.*)$")
# What Jupyter writes for `%magic` and `!shell` when it saves a notebook as .py.
_EXPORTED_CALL = re.compile(r"^(\s*)(?:[\w.]+\s*=\s*)?get_ipython\(\)\.(\w+)\((.*)\)\s*$")
_MARK = "# notebook: its cells run one by one"
_CELL_LINE = re.compile(r"# --- cell (\d+) ---")


@dataclass(frozen=True)
class Cell:
    """A cell of a joined source: its number in the notebook, and its lines, counted from 1, the last one included."""

    number: int
    first_line: int
    last_line: int


def cells_of(source: str) -> tuple[Cell, ...]:
    """The cells of a source that `notebook_source` made; none for any other source."""
    lines = source.split("\n")
    if lines[0] != _MARK:
        return ()
    starts = [(int(match[1]), at) for at, line in enumerate(lines, 1) if (match := _CELL_LINE.fullmatch(line))]
    ends = [at - 1 for _, at in starts[1:]] + [len(lines)]
    return tuple(Cell(number, first, last) for (number, first), last in zip(starts, ends, strict=True))


def place_in(source: bytes, line: int) -> str:
    """Where a line of a source stands, in words: "line 7", or of a notebook "cell 3, line 2"."""
    cell = _cell_with(source, line)
    return f"line {line}" if cell is None else f"cell {cell.number}, line {line - cell.first_line}"


def number_in(source: bytes, line: int) -> int:
    """What people call a line of a source: of a notebook its number in its cell."""
    cell = _cell_with(source, line)
    return line if cell is None else line - cell.first_line


def _cell_with(source: bytes, line: int) -> Cell | None:
    cells = cells_of(source.decode("utf-8", "replace")) if source.startswith(_MARK.encode()) else ()
    return next((cell for cell in cells if cell.first_line <= line <= cell.last_line), None)


def notebook_source(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Python source of a notebook and sentences on what was dropped; raises Refused when it is no notebook."""
    cells = _code_cells(data)
    source, notes = joined_source(enumerate(cells, 1))
    return source, (f"read from a notebook of {len(cells)} code cells, in the order in which they stand", *notes)


def joined_source(cells: Iterable[tuple[int, str]]) -> tuple[bytes, tuple[str, ...]]:
    """Python source of numbered cells and sentences on what was dropped.

    Raises:
        Refused: it is too long.
    """
    futures: list[str] = []
    lines: list[str] = []
    notes: list[str] = []
    dropped, written_bytes = 0, 0
    for number, text in cells:
        written_bytes += len(text)
        if written_bytes > MAX_SOURCE_BYTES:
            continue
        kept, gone = python_lines(text)
        dropped += gone
        kept, reason = _valid(_without_futures(kept, futures))
        notes += [f"cell {number} is no Python and was left out ({reason})"] if reason else []
        lines += [f"# --- cell {number} ---", *kept, ""]
    source = "\n".join([_MARK, *futures, *lines]).encode("utf-8", "backslashreplace")
    if (size_bytes := max(written_bytes, len(source))) > MAX_SOURCE_BYTES:
        raise Refused(f"its code {too_large(size_bytes, MAX_SOURCE_BYTES)}")
    if dropped:
        were = "line of notebook commands (% or !) was" if dropped == 1 else "lines of notebook commands (% or !) were"
        notes.append(f"{dropped} {were} dropped")
    return source, tuple(notes)


def without_notebook_calls(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A .py as Jupyter saves it, less the calls that only a notebook has, and sentences on what was dropped."""
    if b"get_ipython()" not in data:
        return data, ()
    text = data.decode("utf-8", "surrogateescape")
    lines = [_exported_line(line) for line in text.split("\n")]
    return "\n".join(lines).encode("utf-8", "surrogateescape"), ("calls of get_ipython() were dropped",)


def _exported_line(line: str) -> str:
    """The line, or what Python is left of a notebook command."""
    match = _EXPORTED_CALL.match(line.rstrip("\r"))
    if match is None:
        return line
    try:
        arguments = ast.literal_eval(f"({match[3]},)")
    except (SyntaxError, ValueError):
        return f"{match[1]}pass"
    if match[2] == "run_line_magic" and len(arguments) == 2 and arguments[0] in _PYTHON_CELL_MAGICS:
        return f"{match[1]}{arguments[1]}"
    return f"{match[1]}pass"


def _without_futures(lines: list[str], futures: list[str]) -> list[str]:
    """The lines with imports from __future__ blanked; those go to the top, where Python wants them."""
    futures += [line for line in lines if line.startswith("from __future__ import ") and line not in futures]
    return ["" if line.startswith("from __future__ import ") else line for line in lines]


def _valid(lines: list[str]) -> tuple[list[str], str | None]:
    """The lines of a cell; a cell that is no Python is commented out, with the reason."""
    try:
        compile("\n".join(lines), "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", None) or type(error).__name__
        line = getattr(error, "lineno", None)
        position = f" in line {line}" if line else ""
        return [f"# {line}" for line in lines], f"{reason}{position}"
    return lines, None


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


def python_lines(text: str) -> tuple[list[str], int]:
    """The lines of a cell with notebook commands blanked, and how many those were."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _WRITEFILE.match(lines[0]):
        lines[0] = ""
    magic = _CELL_MAGIC.match(lines[0])
    if magic and magic[1] not in _PYTHON_CELL_MAGICS:
        return ["# (a cell of notebook commands stood here)"], len(lines)
    kept: list[str] = []
    dropped, depth, quote, continued = 0, 0, "", False
    for line in lines:
        # `% b` on the second line of an expression is Python's own remainder, and a text may hold any line.
        if not (depth or quote or continued) and _IPYTHON_LINE.match(line):
            timed = _PYTHON_LINE_MAGIC.match(line)
            kept.append(f"{timed[1]}{timed[2]}" if timed else _blanked(line))
            dropped += timed is None
            continue
        kept.append(line)
        depth, quote = after(line, depth, quote)
        continued = line.endswith("\\")
    return kept, dropped


def _blanked(line: str) -> str:
    """A `pass` at the line's indent, so that an `if` keeps its body."""
    return line[: len(line) - len(line.lstrip())] + "pass"


_OUTSIDE_TEXT = re.compile(r"#|\"\"\"|'''|[\"']|[()\[\]{}]")
# One step for each backslash or quote, not for each character: a long line must not fill the memory.
_INSIDE_TEXT = {
    quote: re.compile(rf"[^\\{quote[0]}]*(?:(?:\\.|(?!{quote}){quote[0]})[^\\{quote[0]}]*)*({quote})?", re.DOTALL)
    for quote in ('"', "'", '"""', "'''")
}


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
        match = _OUTSIDE_TEXT.search(line, at)
        if match is None or match[0] == "#":
            return depth, ""
        at = match.end()
        if match[0] in "([{":
            depth += 1
        elif match[0] in ")]}":
            depth = max(0, depth - 1)
        else:
            quote = match[0]
