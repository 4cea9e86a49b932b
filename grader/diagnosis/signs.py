"""Signs in the source text: what a function forgot or misspelt. Each speaks only beside a reply that it explains."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Iterator

import torch

from grader.kit.check_run import CheckRun
from grader.outcome import Status
from grader.sandbox.contract.wire import Opaque
from grader.session.exchange import Reply, Request
from grader.session.outline import Definition, Outline, own_nodes

_UNKNOWN_NAME = re.compile(r"name '(\w{2,40})' is not defined")
_UNKNOWN_ATTRIBUTE = re.compile(
    r"(?:module '(torch(?:\.nn(?:\.functional)?)?)'|'(Tensor)' object) has no attribute '(\w{2,40})'"
)
_WHOLE = {"torch": torch, "torch.nn": torch.nn, "torch.nn.functional": torch.nn.functional, "Tensor": torch.Tensor}
_PRODUCTS = {"matmul", "mm", "dot", "mv", "bmm", "einsum", "linear", "inner", "tensordot", "addmm", "Linear"}


def sign(run: CheckRun, outline: Outline) -> str | None:
    """One sentence that the source supports and the last reply demands, or None."""
    if not run.transcript.entries:
        return None
    _, request, reply = run.transcript.entries[-1]
    node = outline.definitions.get(run.function)
    if reply.failure:
        return _misspelt(reply, node, outline) or _class_for_layer(reply, node) or _elementwise(request, reply, node)
    return _forgotten_return(run, reply, outline) or _class_for_layer(reply, node) or _elementwise(request, reply, node)


def unread(run: CheckRun, outline: Outline, model: Outline) -> str | None:
    """An argument that the function never reads and that a right one does, as a sentence; or None.

    Args:
        run: a check that failed.
        outline: the learner's file.
        model: a right file.
    """
    mine, right = outline.definitions.get(run.function), model.definitions.get(run.function)
    if not isinstance(mine, ast.FunctionDef) or not isinstance(right, ast.FunctionDef) or outline.is_stub(run.function):
        return None
    pairs = zip(outline.parameters(run.function), model.parameters(run.function), strict=False)
    read_there = _read_names(right)
    unread = [name for name, other in pairs if name not in _read_names(mine) and other in read_there]
    return f"{run.function} never uses its argument {unread[0]}." if unread else None


def _read_names(node: ast.FunctionDef) -> set[str]:
    """Names that are read somewhere in a function; of one that looks at its own variables, every argument."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    return names | {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)} if "locals" in names else names


def _forgotten_return(run: CheckRun, reply: Reply, outline: Outline) -> str | None:
    """None came back from a function that has no `return`."""
    name = outline.forgotten_return(run.function)
    if reply.value is not None or name is None or not _asks_for_a_value(run, outline):
        return None
    what = (
        f"computes {name} and does not return it: end it with `return {name}`"
        if name
        else "returns nothing: a `return` is missing"
    )
    return f"{run.function} {what}."


def _asks_for_a_value(run: CheckRun, outline: Outline) -> bool:
    """Whether None was compared with something, or the function's own annotation promises a value."""
    if run.stopped and run.stopped.evidence.has_pair:
        return run.stopped.evidence.got is None
    _, request, _ = run.transcript.entries[-1]
    if (
        request.probe is None
        and run.status is Status.FAILED
        and "; got None." in (run.stopped.message if run.stopped else "")
    ):
        return True
    promised = getattr(outline.definitions.get(run.function), "returns", None)
    return promised is not None and not (isinstance(promised, ast.Constant) and promised.value is None)


def _misspelt(reply: Reply, node: Definition | None, outline: Outline) -> str | None:
    """A name that nobody defined, and one that is nearly it."""
    text = reply.failure.text if reply.failure else ""
    unknown, attribute = _UNKNOWN_NAME.search(text), _UNKNOWN_ATTRIBUTE.search(text)
    if unknown:
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} if node else set()
        names |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)} if node else set()
        near = _nearest(unknown[1], (names | set(outline.definitions) | set(dir(builtins))) - {unknown[1]})
        return f"There is no {unknown[1]}: did you mean {near}?" if near else None
    if attribute:
        near = _nearest(attribute[3], {name for name in dir(_WHOLE[attribute[1] or attribute[2]]) if name[0] != "_"})
        return f"There is no {attribute[3]}: did you mean {near}?" if near else None
    return None


def _nearest(name: str, names: set[str]) -> str | None:
    near = difflib.get_close_matches(name, sorted(names), 1, 0.75)
    return near[0] if near else None


def _class_for_layer(reply: Reply, node: Definition | None) -> str | None:
    """`nn.ReLU` where `nn.ReLU()` is meant."""
    opaque = isinstance(reply.value, Opaque) and reply.value.what == "type"
    if node is None or not (
        opaque or (reply.failure and reply.failure.type in ("TypeError", "AttributeError", "RuntimeError"))
    ):
        return None
    for name in _layers_without_brackets(node):
        return f"nn.{name} is a class; nn.{name}() makes a layer of it: add the brackets."
    return None


def _layers_without_brackets(node: Definition) -> Iterator[str]:
    """Layer classes that are handed on uncalled: as an argument, in a list, or assigned."""
    for part in ast.walk(node):
        given: list[ast.expr] = []
        if isinstance(part, ast.Call) and not (
            isinstance(part.func, ast.Name) and part.func.id in ("isinstance", "issubclass")
        ):
            given = part.args
        elif isinstance(part, ast.List | ast.Tuple):
            given = part.elts
        elif isinstance(part, ast.Assign):
            given = [part.value]
        for value in given:
            plain = isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "nn"
            kind = getattr(torch.nn, value.attr, None) if plain and isinstance(value, ast.Attribute) else None
            if isinstance(kind, type) and issubclass(kind, torch.nn.Module) and isinstance(value, ast.Attribute):
                yield value.attr


def _elementwise(request: Request, reply: Reply, node: Definition | None) -> str | None:
    """`x * w` where the product of matrices has a shape and the product of entries has not, or another one."""
    if not isinstance(node, ast.FunctionDef) or request.probe is not None or _multiplies_matrices(node):
        return None
    names = [part.arg for part in (*node.args.posonlyargs, *node.args.args)]
    shapes = {
        name: tuple(value.shape)
        for name, value in zip(names, request.args, strict=False)
        if isinstance(value, torch.Tensor) and value.dim() == 2
    }
    for left, right in _entry_products(node):
        if left in shapes and right in shapes and shapes[left][1] == shapes[right][0] and shapes[left] != shapes[right]:
            return f"{left} * {right} multiplies entry by entry; the product of the matrices is {left} @ {right}."
    return None


def _multiplies_matrices(node: ast.FunctionDef) -> bool:
    parts = list(own_nodes(node))
    names = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    names |= {part.id for part in parts if isinstance(part, ast.Name)}
    return bool(names & _PRODUCTS) or any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.MatMult) for part in parts
    )


def _entry_products(node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for part in own_nodes(node):
        if not isinstance(part, ast.BinOp) or not isinstance(part.op, ast.Mult):
            continue
        if isinstance(part.left, ast.Name) and isinstance(part.right, ast.Name):
            yield part.left.id, part.right.id
