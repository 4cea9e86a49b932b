"""A change of a source's text at the place of a syntax node; everything else stays as it was written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Node = ast.expr | ast.stmt
_ATOMS = (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Tuple)


@dataclass(frozen=True)
class Edit:
    """The text from the beginning of `first` to the end of `last` becomes `text`; without `last`, it comes in front.

    Further lines of `text` are indented as `first` is.
    """

    first: Node
    last: Node | None
    text: str

    def applied(self, source: str) -> str:
        """The source with the change."""
        # Positions of nodes count bytes of UTF-8.
        lines = source.encode().splitlines(keepends=True)
        row, column = self.first.lineno - 1, self.first.col_offset
        end_row, end_column = row, column
        if self.last is not None and self.last.end_lineno is not None and self.last.end_col_offset is not None:
            end_row, end_column = self.last.end_lineno - 1, self.last.end_col_offset
        new = self.text.replace("\n", "\n" + " " * column).encode()
        head = [*lines[:row], lines[row][:column]]
        tail = [lines[end_row][end_column:], *lines[end_row + 1 :]]
        return b"".join([*head, new, *tail]).decode()


Operator = Callable[[ast.AST], Iterator[Edit]]


def instead(node: Node, text: str) -> Edit:
    """Another expression or statement in place of a node; an expression that needs them gets brackets."""
    if isinstance(node, ast.expr) and not isinstance(ast.parse(text, mode="eval").body, _ATOMS):
        text = f"({text})"
    return Edit(node, node, text)


def left_out(statement: ast.stmt) -> Edit:
    """Nothing in place of a statement."""
    return Edit(statement, statement, "pass")


def swapped(first: ast.stmt, second: ast.stmt, between: list[ast.stmt]) -> Edit:
    """Two statements of one block, each in the other's place."""
    return Edit(first, second, "\n".join(map(ast.unparse, (second, *between, first))))


def before(statement: ast.stmt, text: str) -> Edit:
    """A statement more, in front of another."""
    return Edit(statement, None, f"{text}\n")


def method(node: ast.AST | None, *names: str) -> ast.Call | None:
    """The node, when it calls a method or a module's function of one of these names."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    return node if called and isinstance(node, ast.Call) else None


def receiver(call: ast.Call) -> str:
    """What stands before the last dot of a call."""
    assert isinstance(call.func, ast.Attribute)
    value = call.func.value
    return ast.unparse(value) if isinstance(value, _ATOMS) else f"({ast.unparse(value)})"


def is_of_module(call: ast.Call) -> bool:
    """Whether it calls a function of a module (`torch.sum`), not a method of a value."""
    return receiver(call) in ("torch", "nn", "F", "np", "math", "functional", "torch.nn", "torch.nn.functional")


def statement_of(node: ast.AST, *names: str) -> ast.Expr | None:
    """The node, when it is a statement that only calls such a method."""
    return node if isinstance(node, ast.Expr) and method(node.value, *names) else None


def renamed(call: ast.Call, name: str) -> Edit:
    """Another method of the same value, with the same arguments."""
    assert isinstance(call.func, ast.Attribute)
    return instead(call.func, f"{receiver(call)}.{name}")


def _with_keywords(call: ast.Call, keywords: list[ast.keyword]) -> Edit:
    """The call with these keywords in place of its own."""
    return instead(call, ast.unparse(ast.Call(call.func, call.args, keywords)))


def without_keyword(call: ast.Call, name: str) -> Iterator[Edit]:
    """The call without a keyword, where it has it."""
    kept = [keyword for keyword in call.keywords if keyword.arg != name]
    if len(kept) < len(call.keywords):
        yield _with_keywords(call, kept)


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of statements that belong to a node itself."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements of a function, without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if has_docstring else function.body


def parameters(function: ast.FunctionDef) -> list[str]:
    """Names of a function's parameters, without `self`."""
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return [argument.arg for argument in given if argument.arg != "self"]


def gives_a_tensor(function: ast.FunctionDef) -> bool:
    """Whether a function says that its result is one tensor."""
    return function.returns is not None and ast.unparse(function.returns).strip("'\"") in ("Tensor", "torch.Tensor")
