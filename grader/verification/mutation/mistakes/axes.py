"""Mistakes about axes: another dim, keepdim lost, transposes dropped or done by reshape, factors in the other order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import (
    Edit,
    Operator,
    instead,
    is_of_module,
    method,
    receiver,
    without_keyword,
)

_WITH_DIM = (
    *("sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "softmax", "log_softmax", "logsumexp", "norm"),
    *("unsqueeze", "squeeze", "gather", "cumsum", "std", "var", "all", "any", "cat", "stack", "vector_norm"),
)


def another_dim(node: ast.AST) -> Iterator[Edit]:
    """Along the other axis."""
    if isinstance(node, ast.keyword) and node.arg in ("dim", "axis"):
        yield from _other_axis(node.value)
    call = method(node, *_WITH_DIM)
    if call is not None:
        index = 1 if is_of_module(call) else 0
        if len(call.args) > index:
            yield from _other_axis(call.args[index])


def _other_axis(number: ast.expr) -> Iterator[Edit]:
    other = {"0": "1", "1": "0", "2": "1", "-1": "0", "-2": "-1"}.get(ast.unparse(number))
    if other is not None:
        yield instead(number, other)


def dim_lost(node: ast.AST) -> Iterator[Edit]:
    """Over all axes at once."""
    call = method(node, *_WITH_DIM)
    if call is not None:
        for name in ("dim", "axis"):
            yield from without_keyword(call, name)


def keepdim_lost(node: ast.AST) -> Iterator[Edit]:
    """The axis is gone, and the next operation broadcasts."""
    if isinstance(node, ast.Call):
        for name in ("keepdim", "keepdims"):
            yield from without_keyword(node, name)


def transpose_dropped(node: ast.AST) -> Iterator[Edit]:
    """A matrix as it is, where its transpose is meant."""
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield instead(node, ast.unparse(node.value))
    call = method(node, "t", "transpose", "swapaxes", "permute")
    if call is not None and not is_of_module(call):
        yield instead(call, receiver(call))


def reshape_for_transpose(node: ast.AST) -> Iterator[Edit]:
    """The right shape, the wrong order."""
    base = None
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        base = ast.unparse(node.value)
    call = method(node, "t", "transpose", "swapaxes")
    if call is not None and not is_of_module(call):
        base = receiver(call)
    if base is not None and isinstance(node, ast.expr):
        yield instead(node, f"({base}).reshape(({base}).shape[1], ({base}).shape[0], *({base}).shape[2:])")


def factors_swapped(node: ast.AST) -> Iterator[Edit]:
    """b @ a for a @ b."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield instead(node, f"({ast.unparse(node.right)}) @ ({ast.unparse(node.left)})")


def elementwise_for_matrix_product(node: ast.AST) -> Iterator[Edit]:
    """a * b for a @ b."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield instead(node, f"({ast.unparse(node.left)}) * ({ast.unparse(node.right)})")


def difference_swapped(node: ast.AST) -> Iterator[Edit]:
    """b - a for a - b, where the sign is not taken away at once."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) and not _forgets_signs(node):
            yield instead(part, f"({ast.unparse(part.right)}) - ({ast.unparse(part.left)})")


def _forgets_signs(node: ast.AST) -> bool:
    """Whether x and -x come out the same: a square, a size, a norm."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return ast.unparse(node.right) in ("2", "2.0")
    name = (
        node.attr if isinstance(node, ast.Attribute) else ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    )
    return name.split(".")[-1] in ("square", "abs", "norm", "vector_norm", "pow")


OPERATORS: tuple[Operator, ...] = (
    another_dim,
    dim_lost,
    keepdim_lost,
    transpose_dropped,
    reshape_for_transpose,
    factors_swapped,
    elementwise_for_matrix_product,
    difference_swapped,
)
