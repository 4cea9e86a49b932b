"""Notebooks as submissions: the code that a learner wrote, and nothing that only a notebook understands."""

from __future__ import annotations

import json

import pytest

from grader.errors import Refused
from grader.notebooks import notebook_source


def notebook(*cells: str | list[str], **more: object) -> bytes:
    """A notebook with these code cells, each after a cell of text."""
    made = [cell for source in cells for cell in ({"cell_type": "markdown", "source": "# text"}, code(source))]
    return json.dumps({"cells": made, "nbformat": 4} | more).encode()


def code(source: object) -> dict[str, object]:
    """A code cell."""
    return {"cell_type": "code", "source": source, "outputs": [], "execution_count": None}


def names_of(data: bytes) -> dict[str, object]:
    """What the source defines."""
    source, _ = notebook_source(data)
    names: dict[str, object] = {}
    exec(compile(source, "notebook", "exec"), names)
    return names


def test_code_cells_are_joined_in_their_order() -> None:
    assert names_of(notebook("a = 1", ["b = a + 1\n", "c = b"]))["c"] == 2


@pytest.mark.parametrize("line", ["%matplotlib inline", "!pip install x", "?print", "print?", "files = !ls", "%%time"])
def test_a_notebook_command_is_dropped_with_a_note(line: str) -> None:
    source, notes = notebook_source(notebook(f"{line}\na = 1"))

    assert line.encode() not in source
    assert "1 lines of notebook commands (% or !) were dropped" in notes


def test_a_cell_of_another_language_is_dropped_whole() -> None:
    assert "a" not in names_of(notebook("%%bash\na = 1"))


def test_a_command_alone_in_a_block_leaves_valid_python() -> None:
    assert names_of(notebook("if True:\n    %time\na = 1"))["a"] == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = (7\n  %b)", 1),
        ("a = 7 \\\n  %b", 1),
        ("a = '''\n%magic\n'''", "\n%magic\n"),
        ('a = """ \\""" \n!x"""', ' """ \n!x'),
        ("a = '#' ; c = (\n7 %b)", "#"),
    ],
)
def test_what_only_looks_like_a_command_is_kept(text: str, value: object) -> None:
    assert names_of(notebook(f"b = 3\n{text}"))["a"] == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'{"cells": 3}',
        b'{"cells": [{"cell_type": "code", "source": 3}]}',
        b'{"worksheets": []}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_broken_notebook_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Refused, match="broken notebook"):
        notebook_source(data)


def test_code_above_the_cap_is_refused() -> None:
    with pytest.raises(Refused, match="larger"):
        notebook_source(notebook("a = 1\n" * 200_000))
