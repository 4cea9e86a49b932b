"""Mistakes about the caller's tensors: written to in place, or handed back where a copy is due."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import Edit, Operator, instead, method, parameters, receiver, renamed

_IN_PLACE = {ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_"}
_METHODS = ("clamp", "exp", "log", "abs", "sqrt", "square", "tanh", "sigmoid", "unsqueeze", "squeeze", "mul", "add")


def written_in_place(node: ast.AST) -> Iterator[Edit]:
    """x.add_(y) for x + y, where x is the caller's."""
    if not isinstance(node, ast.FunctionDef):
        return
    given = set(parameters(node))
    for part in ast.walk(node):
        if isinstance(part, ast.BinOp) and type(part.op) in _IN_PLACE and _is_one_of(part.left, given):
            name = _IN_PLACE[type(part.op)]
            yield instead(part, f"{ast.unparse(part.left)}.{name}({ast.unparse(part.right)})")
        call = method(part, *_METHODS)
        if call is not None and isinstance(call.func, ast.Attribute) and _is_one_of(call.func.value, given):
            yield renamed(call, f"{call.func.attr}_")


def _is_one_of(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def copy_dropped(node: ast.AST) -> Iterator[Edit]:
    """The caller's own memory, where a copy is due."""
    call = method(node, "clone", "copy", "deepcopy")
    if call is not None:
        yield instead(call, ast.unparse(call.args[0]) if receiver(call) in ("copy", "np") else receiver(call))


def copied(node: ast.AST) -> Iterator[Edit]:
    """A copy, where memory is to be shared."""
    call = method(node, "from_numpy")
    if call is not None:
        yield instead(call, f"{ast.unparse(call)}.clone()")


def argument_replaced(node: ast.AST) -> Iterator[Edit]:
    """A keyword's value at its default, whatever was asked for: eps, momentum, alpha ... stand as 0 in the formula."""
    if isinstance(node, ast.FunctionDef):
        named = {argument.arg for argument, _ in _with_defaults(node)}
        for part in (inner for statement in node.body for inner in ast.walk(statement)):
            if isinstance(part, ast.Name) and part.id in named and isinstance(part.ctx, ast.Load):
                default = next(value for argument, value in _with_defaults(node) if argument.arg == part.id)
                yield instead(part, ast.unparse(default))


def _with_defaults(function: ast.FunctionDef) -> list[tuple[ast.arg, ast.expr]]:
    """The parameters that have a default, each with it."""
    last = function.args.args[len(function.args.args) - len(function.args.defaults) :]
    named = [
        (parameter, value)
        for parameter, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        if value
    ]
    return [*zip(last, function.args.defaults, strict=True), *named]


OPERATORS: tuple[Operator, ...] = (written_in_place, copy_dropped, copied, argument_replaced)
