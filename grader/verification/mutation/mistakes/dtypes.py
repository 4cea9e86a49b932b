"""Mistakes about dtypes and devices: float32 for float64, a dtype or a device that is not asked for, a number for a tensor."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import (
    Edit,
    Operator,
    gives_a_tensor,
    instead,
    method,
    receiver,
    renamed,
    without_keyword,
)

_NARROWER = {"float64": "float32", "double": "float32", "float32": "float64", "int64": "int32", "long": "int32"}
_NARROWING = {"double": "float", "float": "double", "long": "int"}


def another_width(node: ast.AST) -> Iterator[Edit]:
    """float32 for float64, or the other way round; int32 for int64."""
    if isinstance(node, ast.Attribute) and node.attr in _NARROWER and ast.unparse(node.value) in ("torch", "np"):
        yield instead(node, f"{ast.unparse(node.value)}.{_NARROWER[node.attr]}")
    call = method(node, *_NARROWING)
    if call is not None and isinstance(call.func, ast.Attribute) and not call.args:
        yield renamed(call, _NARROWING[call.func.attr])


def dtype_left_to_the_default(node: ast.AST) -> Iterator[Edit]:
    """Whatever dtype torch takes when none is named."""
    if isinstance(node, ast.Call):
        yield from without_keyword(node, "dtype")


def device_left_to_the_default(node: ast.AST) -> Iterator[Edit]:
    """On the CPU, wherever the inputs are."""
    if isinstance(node, ast.Call):
        yield from without_keyword(node, "device")


def conversion_dropped(node: ast.AST) -> Iterator[Edit]:
    """Not brought to the dtype or the device that is due."""
    call = method(node, "to", "cpu", "type_as", "double", "float", "long", "int", "bool")
    if call is not None and receiver(call) not in ("torch", "np"):
        yield instead(call, receiver(call))


def on_the_cpu(node: ast.AST) -> Iterator[Edit]:
    """Brought to the CPU instead of where it is asked for."""
    call = method(node, "to")
    if call is not None and len(call.args) == 1 and "device" in ast.unparse(call.args[0]):
        yield instead(call.args[0], "'cpu'")
    if isinstance(node, ast.keyword) and node.arg == "device" and not isinstance(node.value, ast.Constant):
        yield instead(node.value, "'cpu'")


def result_in_another_dtype(node: ast.AST) -> Iterator[Edit]:
    """A complex tensor as the result, whatever came in."""
    if isinstance(node, ast.FunctionDef) and gives_a_tensor(node):
        for part in ast.walk(node):
            if isinstance(part, ast.Return) and part.value is not None:
                yield instead(part.value, f"({ast.unparse(part.value)}).to(torch.complex64)")


OPERATORS: tuple[Operator, ...] = (
    another_width,
    dtype_left_to_the_default,
    device_left_to_the_default,
    conversion_dropped,
    on_the_cpu,
    result_in_another_dtype,
)
