"""Mistakes about modes and graphs: eval for train, a mode not given back, a graph cut or kept where it should not be."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import (
    Edit,
    Operator,
    gives_a_tensor,
    instead,
    left_out,
    method,
    receiver,
    renamed,
    statement_of,
)


def eval_for_train(node: ast.AST) -> Iterator[Edit]:
    """Training with dropout off and batch norm frozen."""
    call = method(node, "train")
    if call is not None and not call.args and not call.keywords:
        yield renamed(call, "eval")


def train_for_eval(node: ast.AST) -> Iterator[Edit]:
    """Judged with dropout on."""
    call = method(node, "eval")
    if call is not None and not call.args:
        yield renamed(call, "train")


def mode_left_as_it_is(node: ast.AST) -> Iterator[Edit]:
    """The mode is not set, or not given back."""
    if (statement := statement_of(node, "train", "eval")) is not None:
        yield left_out(statement)


def no_grad_missing(node: ast.AST) -> Iterator[Edit]:
    """Gradients are recorded where none are wanted."""
    call = method(node, "no_grad", "inference_mode")
    if call is not None:
        yield instead(call, f"{receiver(call)}.enable_grad()")


def not_detached(node: ast.AST) -> Iterator[Edit]:
    """The result hangs on its graph."""
    call = method(node, "detach")
    if call is not None:
        yield instead(call, receiver(call))


def detached(node: ast.AST) -> Iterator[Edit]:
    """The result is cut off from its graph."""
    if isinstance(node, ast.FunctionDef) and gives_a_tensor(node):
        for part in ast.walk(node):
            if isinstance(part, ast.Return) and part.value is not None:
                yield instead(part.value, f"({ast.unparse(part.value)}).detach()")


def no_gradient_asked(node: ast.AST) -> Iterator[Edit]:
    """A parameter that does not ask for its gradient."""
    if isinstance(node, ast.keyword) and node.arg == "requires_grad":
        yield instead(node.value, "False")
    call = method(node, "requires_grad_")
    if call is not None:
        yield instead(call, receiver(call))


OPERATORS: tuple[Operator, ...] = (
    eval_for_train,
    train_for_eval,
    mode_left_as_it_is,
    no_grad_missing,
    not_detached,
    detached,
    no_gradient_asked,
)
