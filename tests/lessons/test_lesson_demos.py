"""`python exercises/NAME.py` works at every stage of the writing, and never ends in a traceback."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from lesson_page import solution_path

from grader.courses import built_in

COURSE = built_in()

COLUMNS = 80
# All stages of an exercise run in one process, because most of the time goes into importing torch.
DRIVER = """
import contextlib, io, json, runpy, sys
import grader.demo
grader.demo.CPU_LIMIT_S = grader.demo.WALL_LIMIT_S = 300.0
shown = []
for path in sys.argv[1:]:
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as screen:
        runpy.run_path(path, run_name="__main__")
        screen.flush()
    shown.append(screen.buffer.getvalue().decode())
print(json.dumps(shown))
"""

exercises = pytest.mark.parametrize("exercise", COURSE.names())


def span(node: ast.stmt) -> slice:
    """The lines of a top-level function or class."""
    return slice(node.lineno - 1, node.end_lineno)


def definitions(text: str) -> dict[str, ast.stmt]:
    """Top-level functions and classes."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name: node for node in ast.parse(text).body if isinstance(node, kinds)}


def written_so_far(exercise: str, count: int) -> str:
    """The solution of the first `count` functions; of the others the stub."""
    solution, stub = solution_path(exercise).read_text("utf-8"), COURSE.stub_path(exercise).read_text("utf-8")
    lines, untouched = solution.splitlines(), definitions(stub)
    for name in reversed(COURSE.functions(exercise)[count:]):
        lines[span(definitions(solution)[name])] = stub.splitlines()[span(untouched[name])]
    return "\n".join(lines)


def without_results(exercise: str) -> str:
    """A file whose functions all forget to return."""
    text = solution_path(exercise).read_text("utf-8")
    lines, nodes = text.splitlines(), definitions(text)
    for name in reversed(COURSE.functions(exercise)):
        if isinstance(nodes[name], ast.FunctionDef):
            lines[span(nodes[name])] = [f"def {name}(*values, **options):", "    pass"]
    return "\n".join(lines)


@cache
def screens(exercise: str, folder: Path) -> list[str]:
    """What a person sees: untouched, half written, done, and with functions that return nothing."""
    half = len(COURSE.functions(exercise)) // 2
    texts = [COURSE.stub_path(exercise).read_text("utf-8"), written_so_far(exercise, half)]
    texts += [solution_path(exercise).read_text("utf-8"), without_results(exercise)]
    paths = [folder / str(number) / f"{exercise}.py" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-c", DRIVER, *map(str, paths)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture
def shown(exercise: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The screens of an exercise, made once."""
    return screens(exercise, tmp_path_factory.getbasetemp() / f"demo_{exercise}")


def first_missing(screen: str) -> list[str]:
    """Which function the screen says comes first."""
    return re.findall(r"^(\w+) comes first: it is not written yet", screen, re.MULTILINE)


@exercises
def test_an_untouched_file_says_what_comes_first(exercise: str, shown: list[str]) -> None:
    """The first function that the demo needs."""
    (missing,) = first_missing(shown[0])

    assert missing in COURSE.functions(exercise)


@exercises
def test_a_half_written_file_shows_that_half(exercise: str, shown: list[str]) -> None:
    """And says what comes next, among those that are not written."""
    functions = COURSE.functions(exercise)
    (missing,) = first_missing(shown[1])

    assert missing in functions[len(functions) // 2 :]
    assert len(shown[1]) > len(shown[0])


@exercises
def test_a_finished_file_draws_to_the_end(exercise: str, shown: list[str]) -> None:
    """With a plot, in 80 columns."""
    assert first_missing(shown[2]) == []
    assert not re.search(r"stopped|cannot go on", shown[2])
    assert "┤" in shown[2]
    assert [line for line in shown[2].splitlines() if len(line) > COLUMNS] == []


@exercises
def test_a_missing_return_ends_in_a_sentence(exercise: str, shown: list[str]) -> None:
    """The demo has nothing to go on with, and says where."""
    assert re.search(rf"cannot go on|stopped with|{exercise}\.py, line \d+", shown[3])
    assert "Traceback" not in shown[3]
