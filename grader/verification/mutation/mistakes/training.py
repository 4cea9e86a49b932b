"""Mistakes in a training loop: gradients that pile up, steps that are missed, another rate, one epoch more or less."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import (
    Edit,
    Operator,
    blocks,
    instead,
    left_out,
    method,
    receiver,
    statement_of,
    swapped,
    without_keyword,
)

_RATES = ("lr", "learning_rate", "rate")


def no_zero_grad(node: ast.AST) -> Iterator[Edit]:
    """Gradients of all steps pile up."""
    if (statement := statement_of(node, "zero_grad", "zero_")) is not None:
        yield left_out(statement)
    if isinstance(node, ast.Assign) and all(_is_grad(target) for target in node.targets):
        yield left_out(node)


def _is_grad(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "grad"


def no_backward(node: ast.AST) -> Iterator[Edit]:
    """No gradient is computed."""
    if (statement := statement_of(node, "backward")) is not None:
        yield left_out(statement)


def no_step(node: ast.AST) -> Iterator[Edit]:
    """The optimizer, or the schedule of its rate, never moves."""
    if (statement := statement_of(node, "step")) is not None:
        yield left_out(statement)


def step_before_backward(node: ast.AST) -> Iterator[Edit]:
    """The step takes the gradient of the batch before."""
    yield from _exchanged(node, "backward", "step")


def zero_grad_after_backward(node: ast.AST) -> Iterator[Edit]:
    """Gradients are thrown away as soon as they are there."""
    yield from _exchanged(node, "zero_grad", "backward")


def _exchanged(node: ast.AST, first: str, second: str) -> Iterator[Edit]:
    """Two calls of one block, in the other order."""
    for block in blocks(node):
        at = [index for index, statement in enumerate(block) if statement_of(statement, first)]
        then = [index for index, statement in enumerate(block) if statement_of(statement, second)]
        if at and then and at[0] < then[0]:
            yield swapped(block[at[0]], block[then[0]], block[at[0] + 1 : then[0]])


def another_number_of_epochs(node: ast.AST) -> Iterator[Edit]:
    """One epoch too many, or too few."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range" and node.args:
        last = node.args[-1]
        if isinstance(last, ast.Name | ast.Attribute) and "epoch" in ast.unparse(last):
            yield instead(last, f"{ast.unparse(last)} + 1")
            yield instead(last, f"{ast.unparse(last)} - 1")


def rate_times_ten(node: ast.AST) -> Iterator[Edit]:
    """A learning rate ten times as large."""
    for rate in _rates_in(node):
        yield instead(rate, f"10 * ({ast.unparse(rate)})")


def rate_over_ten(node: ast.AST) -> Iterator[Edit]:
    """A learning rate a tenth as large."""
    for rate in _rates_in(node):
        yield instead(rate, f"({ast.unparse(rate)}) / 10")


def rate_left_to_the_default(node: ast.AST) -> Iterator[Edit]:
    """The rate that was asked for does not reach the optimizer."""
    if isinstance(node, ast.Call) and len(node.args) > 0:
        yield from without_keyword(node, "lr")


def _rates_in(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "lr")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        sides = (node.left, node.right)
        yield from (side for side in sides if isinstance(side, ast.Name) and side.id in _RATES)


def momentum_dropped(node: ast.AST) -> Iterator[Edit]:
    """Plain steps where momentum was asked for."""
    if isinstance(node, ast.Call):
        yield from without_keyword(node, "momentum")


def seed_ignored(node: ast.AST) -> Iterator[Edit]:
    """The seed does not reach the generator, or the generator does not reach what draws."""
    if (statement := statement_of(node, "manual_seed")) is not None:
        yield left_out(statement)
    call = method(node, "manual_seed")
    if call is not None and call.args:
        yield instead(call.args[0], "7")
    if isinstance(node, ast.Call):
        yield from without_keyword(node, "generator")


def order_not_drawn(node: ast.AST) -> Iterator[Edit]:
    """Samples come in their own order."""
    call = method(node, "randperm")
    if call is not None and call.args:
        yield instead(call, f"{receiver(call)}.arange({ast.unparse(call.args[0])})")


def losses_as_tensors(node: ast.AST) -> Iterator[Edit]:
    """Losses are kept with their graphs."""
    call = method(node, "item")
    if call is not None:
        yield instead(call, receiver(call))


OPERATORS: tuple[Operator, ...] = (
    no_zero_grad,
    no_backward,
    no_step,
    step_before_backward,
    zero_grad_after_backward,
    another_number_of_epochs,
    rate_times_ten,
    rate_over_ten,
    rate_left_to_the_default,
    momentum_dropped,
    seed_ignored,
    order_not_drawn,
    losses_as_tensors,
)
