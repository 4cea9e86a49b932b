"""Proof that nothing is worth nothing: submissions whose functions all give the same constant get 0 points."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile
from grader.verification.finding import Finding

# What the body of every function does, by a name for people; `given` holds the positional arguments.
CONSTANTS = {
    "None": "return None",
    "the first argument": "return given[0] if given else None",
    "the last argument": "return given[-1] if given else None",
    "zeros like the first argument": (
        "return torch.zeros_like(given[0]) if given and isinstance(given[0], torch.Tensor) else torch.zeros(1)"
    ),
    "nan": "return float('nan')",
    "True": "return True",
    "False": "return False",
    "0": "return 0",
    "1.0": "return 1.0",
    "an empty list": "return []",
    "an empty tensor": "return torch.empty(0)",
    "the CPU's name": "return 'cpu'",
    "ValueError": "raise ValueError('no')",
    "KeyError": "raise KeyError('no')",
    "RuntimeError": "raise RuntimeError('no')",
    "an endless iterator": "return itertools.count()",
}
# A constant is there at once; a check that goes through an endless iterator need not be waited for longer.
_LIMITS = Limits(cpu_s=2)
_IMPORTS = "import itertools\n\nimport torch\n\n"


def constant_submission(stub: str, body: str) -> str:
    """A whole submission: every function of the stub, and every method of its classes, has this one-line body.

    Args:
        stub: the text of the exercise's stub.
        body: a statement; `given` is the tuple of positional arguments, without `self`.
    """
    return _IMPORTS + "\n\n".join(_constant(node, body) for node in ast.parse(stub).body if _is_asked_for(node))


def _is_asked_for(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _constant(node: ast.stmt, body: str) -> str:
    if isinstance(node, ast.FunctionDef):
        return f"def {node.name}(*given, **named):\n    {body}\n"
    assert isinstance(node, ast.ClassDef)
    head = f"class {node.name}{_bases(node)}:\n    def __init__(self, *given, **named):\n        super().__init__()\n"
    names = [part.name for part in node.body if isinstance(part, ast.FunctionDef) and part.name != "__init__"]
    return head + "".join(f"\n    def {name}(self, *given, **named):\n        {body}\n" for name in names)


def _bases(node: ast.ClassDef) -> str:
    return f"({', '.join(map(ast.unparse, node.bases)).replace('nn.', 'torch.nn.')})" if node.bases else ""


def constants_are_worth_nothing(factory: WorkerFactory, exercise: str, stub: Path, plan: Plan) -> Iterator[Finding]:
    """Each constant submission gets 0 points."""
    plan = dataclasses.replace(plan, diagnose=False, limits=_LIMITS)
    text = stub.read_text("utf-8")
    for name, body in CONSTANTS.items():
        source = SourceFile(exercise, constant_submission(text, body).encode(), f"{exercise} of {name}")
        for check in grade(factory, exercise, source, plan).checks:
            if check.points:
                rule = f"must give no point to a file whose functions all give {name}; it gave {check.points:g}."
                yield Finding(exercise, check.name, rule)
