"""What a learner's file says, read as text: functions, whom they call, what they forgot. Nothing of it is run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from grader.source import SourceFile

# A syntax tree takes some hundred times the memory of its text.
_TEXT_LIMIT_BYTES = 200_000
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Outline:
    """The top level of a file; empty when the file is no Python or too large to be read.

    Attributes:
        definitions: functions and classes by name; of several with one name the last, as Python has it.
    """

    definitions: Mapping[str, Definition] = field(default_factory=dict)

    @cached_property
    def calls(self) -> Mapping[str, frozenset[str]]:
        """For each definition the global names that it uses, through helpers of the file as well."""
        direct = {name: _global_names(node) for name, node in self.definitions.items()}
        return {name: frozenset(_reached(name, direct)) for name in direct}

    def uses(self, function: str, other: str) -> bool:
        """Whether `function` may call `other`, directly or through other functions of the file."""
        return function != other and other in self.calls.get(function, ())

    def is_stub(self, function: str) -> bool:
        """Whether the function still ends in a `raise` and returns no value anywhere, or is not known."""
        node = self.definitions.get(function)
        if node is None:
            return True
        functions = _methods(node) if isinstance(node, ast.ClassDef) else [node]
        return not functions or any(map(_is_unwritten, functions))

    def docstring_lines(self, function: str) -> range:
        """The lines of a function's docstring; none where it has none."""
        node = self.definitions.get(function)
        if node is None or ast.get_docstring(node) is None:
            return range(0)
        return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)

    def parameters(self, function: str) -> tuple[str, ...]:
        """Names of the positional parameters, without `self`."""
        node = self.definitions.get(function)
        if isinstance(node, ast.ClassDef):
            node = next((part for part in _methods(node) if part.name == "__init__"), None)
            return () if node is None else _parameters(node)[1:]
        return () if node is None else _parameters(node)

    def forgotten_return(self, function: str) -> str | None:
        """Of a function that never returns a value, the name that its last line computes; "" when it has none."""
        node = self.definitions.get(function)
        if not isinstance(node, ast.FunctionDef):
            return None
        own = list(own_nodes(node))
        if any(isinstance(part, ast.Return) and part.value is not None for part in own):
            return None
        if any(isinstance(part, ast.Yield | ast.YieldFrom | ast.Raise) for part in own):
            return None
        last = node.body[-1]
        target = last.targets[0] if isinstance(last, ast.Assign) and len(last.targets) == 1 else None
        target = last.target if isinstance(last, ast.AugAssign | ast.AnnAssign) else target
        return target.id if isinstance(target, ast.Name) else ""


@lru_cache(maxsize=8)
def outline_of(source: SourceFile) -> Outline:
    """The outline of a submission; an empty one when it cannot be read."""
    if len(source.data) > _TEXT_LIMIT_BYTES:
        return Outline()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Outline()
    return Outline({node.name: node for node in tree.body if isinstance(node, Definition)})


def changed(before: Outline, now: Outline) -> tuple[str, ...]:
    """Functions and classes whose code is another than before, in the order of the file; comments and layout do not count."""
    texts = {name: ast.dump(node) for name, node in before.definitions.items()}
    return tuple(name for name, node in now.definitions.items() if texts.get(name) != ast.dump(node))


def names_bound(node: ast.stmt) -> Iterator[str]:
    """Names that a statement of the top level binds."""
    if isinstance(node, Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    else:
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id


def root_name(node: ast.expr) -> str | None:
    """The name at the left end of `a.b[c].d`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function itself, not in functions inside it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(node))
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, _NESTED):
            waiting.extend(ast.iter_child_nodes(part))


def _global_names(node: Definition) -> frozenset[str]:
    """Names that are read and that the definition does not bind itself."""
    names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    bound = {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    bound |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return frozenset(name.id for name in names) - bound


def _reached(name: str, direct: Mapping[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        for other in direct.get(waiting.pop(), frozenset()) - reached:
            reached.add(other)
            waiting.append(other)
    return reached


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [part for part in node.body if isinstance(part, ast.FunctionDef)]


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    return tuple(part.arg for part in (*node.args.posonlyargs, *node.args.args))


def _is_unwritten(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the stub's `raise` stands at the function's own level and nothing was returned before it, or it is empty."""
    rest = [part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    if all(isinstance(part, ast.Pass) for part in rest):
        return True
    returns = any(isinstance(part, ast.Return) and part.value is not None for part in own_nodes(node))
    return not returns and any(isinstance(part, ast.Raise) for part in rest)
