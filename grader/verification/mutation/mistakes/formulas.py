"""Mistakes in formulas: a sum for a mean, the largest for the smallest, a root, a bound or a correction left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import Edit, Operator, instead, is_of_module, method, receiver, renamed

_OPPOSITES = {
    **{"amax": "amin", "amin": "amax", "argmax": "argmin", "argmin": "argmax", "max": "min", "min": "max"},
    **{"maximum": "minimum", "minimum": "maximum", "all": "any", "any": "all"},
}
_NEIGHBOURS = {"log1p": "log", "expm1": "exp", "logaddexp": "add", "log2": "log", "log10": "log"}


def sum_for_mean(node: ast.AST) -> Iterator[Edit]:
    """Grows with the number of samples."""
    call = method(node, "mean")
    if call is not None:
        yield renamed(call, "sum")
    yield from _count_dropped(node)


def _count_dropped(node: ast.AST) -> Iterator[Edit]:
    """A quotient by a number of things, without it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        divisor = ast.unparse(node.right)
        if divisor.startswith("len(") or ".numel()" in divisor or "shape[" in divisor or divisor in ("n", "count"):
            yield instead(node, ast.unparse(node.left))


def mean_for_sum(node: ast.AST) -> Iterator[Edit]:
    """Shrinks with the number of samples."""
    call = method(node, "sum")
    if call is not None:
        yield renamed(call, "mean")


def opposite_extreme(node: ast.AST) -> Iterator[Edit]:
    """The largest for the smallest, all for any."""
    call = method(node, *_OPPOSITES)
    if call is not None and isinstance(call.func, ast.Attribute):
        yield renamed(call, _OPPOSITES[call.func.attr])


def neighbouring_function(node: ast.AST) -> Iterator[Edit]:
    """log for log1p, exp for expm1."""
    call = method(node, *_NEIGHBOURS)
    if call is not None and isinstance(call.func, ast.Attribute):
        yield renamed(call, _NEIGHBOURS[call.func.attr])


def square_dropped(node: ast.AST) -> Iterator[Edit]:
    """x, or |x|, for its square."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node.right) in ("2", "2.0"):
        yield instead(node, ast.unparse(node.left))
        yield instead(node, f"abs({ast.unparse(node.left)})")
    yield from _function_dropped(node, "square")


def root_dropped(node: ast.AST) -> Iterator[Edit]:
    """The square for its root."""
    yield from _function_dropped(node, "sqrt")


def absolute_dropped(node: ast.AST) -> Iterator[Edit]:
    """A signed number for its size."""
    yield from _function_dropped(node, "abs")


def logarithm_dropped(node: ast.AST) -> Iterator[Edit]:
    """A number for its logarithm or exponential."""
    yield from _function_dropped(node, "log", "exp", "log1p", "expm1")


def clamp_removed(node: ast.AST) -> Iterator[Edit]:
    """No bound."""
    yield from _function_dropped(node, "clamp", "clip", "clamp_min", "clamp_max")


def _function_dropped(node: ast.AST, *names: str) -> Iterator[Edit]:
    """The argument of a function of tensors, for its result."""
    call = method(node, *names)
    if call is not None and (call.args or not is_of_module(call)):
        yield instead(call, ast.unparse(call.args[0]) if is_of_module(call) else receiver(call))


def epsilon_dropped(node: ast.AST) -> Iterator[Edit]:
    """Nothing keeps the divisor or the logarithm away from 0."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and _is_small(node.right):
        yield instead(node, ast.unparse(node.left))


def _is_small(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id.lower() in ("eps", "epsilon")
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and 0 < node.value < 1e-3


def bound_times_ten(node: ast.AST) -> Iterator[Edit]:
    """A small bound, or another constant of the formula, ten times as large."""
    if isinstance(node, ast.Constant) and type(node.value) is float and node.value not in (0.0, 1.0):
        yield instead(node, repr(node.value * 10))


def factor_dropped(node: ast.AST) -> Iterator[Edit]:
    """x for 2 x."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(number, ast.Constant) and not isinstance(number.value, str):
                yield instead(node, ast.unparse(other))


def sign_flipped(node: ast.AST) -> Iterator[Edit]:
    """-x for x."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield instead(node, ast.unparse(node.operand))
    if isinstance(node, ast.FunctionDef) and node.returns is not None and "Tensor" in ast.unparse(node.returns):
        for part in ast.walk(node):
            if isinstance(part, ast.Return) and isinstance(part.value, ast.BinOp | ast.Call):
                yield instead(part.value, f"-({ast.unparse(part.value)})")


def bias_correction_dropped(node: ast.AST) -> Iterator[Edit]:
    """A running mean as it is, too small in its first steps."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        inner = [part for part in ast.walk(node.right) if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Pow)]
        if inner and isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Sub):
            yield instead(node, ast.unparse(node.left))


def running_mean_is_a_sum(node: ast.AST) -> Iterator[Edit]:
    """The new value with weight 1 in place of 1 - beta."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.BinOp):
        inner = node.left
        if isinstance(inner.op, ast.Sub) and ast.unparse(inner.left) in ("1", "1.0"):
            yield instead(node, ast.unparse(node.right))


OPERATORS: tuple[Operator, ...] = (
    sum_for_mean,
    mean_for_sum,
    opposite_extreme,
    neighbouring_function,
    square_dropped,
    root_dropped,
    absolute_dropped,
    logarithm_dropped,
    clamp_removed,
    epsilon_dropped,
    bound_times_ten,
    factor_dropped,
    sign_flipped,
    bias_correction_dropped,
    running_mean_is_a_sum,
)
