"""What a page shows as an example is what the solution does."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import sys
from types import ModuleType

import pytest
from lesson_page import page, solution_path

from grader.courses import built_in

COURSE = built_in()

exercises = pytest.mark.parametrize("exercise", COURSE.names())


def loaded(exercise: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The solution as a module, under a name that nothing else has."""
    spec = importlib.util.spec_from_file_location(f"solved_{exercise}", solution_path(exercise))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@exercises
def test_every_example_runs_on_the_solution(exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the page and those of its functions."""
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for examples in doctest.DocTestFinder().find(loaded(exercise, monkeypatch)):
        runner.run(examples, out=said.append)

    assert said == []
    assert runner.summarize(verbose=False).attempted > 0


@exercises
def test_the_page_itself_has_an_example(exercise: str) -> None:
    """Something to type, before the functions."""
    assert ">>> " in page(exercise)


@exercises
def test_examples_have_one_form(exercise: str) -> None:
    """What a docstring calls an example can be run."""
    tree = ast.parse(COURSE.stub_path(exercise).read_text("utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    texts = {node.name: ast.get_docstring(node) or "" for node in nodes}

    assert [name for name, text in texts.items() if "\nExample" in text and ">>> " not in text] == []
