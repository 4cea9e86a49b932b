"""Notebooks as submissions: the code that a learner wrote, and nothing that only a notebook understands."""

from __future__ import annotations

import json

import pytest

from grader.errors import Refused
from grader.notebooks import cells_of, notebook_source, without_notebook_calls


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
    assert "1 line of notebook commands (% or !) was dropped" in notes


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


@pytest.mark.parametrize("magic", ["%time", "%timeit -n 10 -r 3", "%prun"])
def test_the_python_behind_a_magic_stays(magic: str) -> None:
    assert names_of(notebook("a = [1]", f"{magic} b = len(a)\nc = b + 1"))["c"] == 2


def test_a_cell_that_writes_the_file_is_the_file() -> None:
    assert names_of(notebook("%%writefile exercise3.py\ndef f():\n    return 3"))["f"]() == 3


def test_imports_from_the_future_move_to_the_top() -> None:
    source, _ = notebook_source(
        notebook("%matplotlib inline", "a = 1\nfrom __future__ import annotations\nb: nothing = 2")
    )

    names: dict[str, object] = {}
    exec(compile(source, "notebook", "exec"), names)
    assert names["b"] == 2


@pytest.mark.parametrize(("cell", "reason"), [("def (", "invalid syntax"), ("await f()", "'await' outside function")])
def test_a_cell_that_is_no_python_is_left_out_and_named(cell: str, reason: str) -> None:
    source, notes = notebook_source(notebook("a = 1", cell, "b = 2"))

    assert "b" in names_of(notebook("a = 1", cell, "b = 2"))
    assert f"cell 2 is no Python and was left out ({reason} in line 1)" in notes
    assert b"\n# " + cell.encode() in source


def test_the_cells_of_a_joined_source_are_found_again() -> None:
    source, _ = notebook_source(notebook("a = 1\nb = 2", "c = 3"))
    lines = source.decode().split("\n")

    assert [(cell.number, lines[cell.first_line : cell.first_line + 1]) for cell in cells_of(source.decode())] == [
        (1, ["a = 1"]),
        (2, ["c = 3"]),
    ]
    assert cells_of("a = 1\n# --- cell 1 ---\n") == ()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("get_ipython().run_line_magic('matplotlib', 'inline')", "pass"),
        ("    get_ipython().system('ls')", "    pass"),
        ("files = get_ipython().getoutput('ls')", "pass"),
        ("get_ipython().run_line_magic('time', 'r = f()')", "r = f()"),
        ("get_ipython().run_line_magic(name, 'x')", "pass"),
        ("print('get_ipython().system()')", "print('get_ipython().system()')"),
    ],
)
def test_what_jupyter_saves_as_python_is_forgiven(line: str, left: str) -> None:
    assert without_notebook_calls(f"a = 1\n{line}\n".encode())[0].decode() == f"a = 1\n{left}\n"


def test_a_file_without_such_calls_is_untouched() -> None:
    data = b"\xff\xfe not even text\r\n"

    assert without_notebook_calls(data) == (data, ())


def test_more_code_than_a_source_may_have_is_refused_before_it_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of 16 MB that opens a text must not be scanned."""
    monkeypatch.setattr("grader.notebooks.after", lambda *_: pytest.fail("it was scanned"))

    with pytest.raises(Refused, match="its code"):
        notebook_source(notebook("x = '" + "a" * (16 << 20)))


@pytest.mark.parametrize("quote", ['"', "'", '"""', "'''"])
def test_texts_end_where_python_ends_them(quote: str) -> None:
    """Escaped quotes and quotes of the other kind are part of a text; a command behind it is dropped."""
    other = "'" if quote[0] == '"' else '"'
    text = f"a = {quote}x\\{quote[0]} {other} y{quote}"

    assert names_of(notebook(f"{text}\n%matplotlib inline\nb = 1"))["b"] == 1
