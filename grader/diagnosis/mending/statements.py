"""Statements left out, put in, in another order, or one block further out or in. Lines keep their numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.diagnosis.mending.changes import Change, Kind, Piece, short

Block = Sequence[ast.stmt]
_ADD_UP = "Gradients add up in .grad until they are cleared."
_OWN_COPY = "What writes in place writes into the caller's tensor."
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.Delete, ast.Assert, ast.Raise)


def left_out(piece: Piece, block: Block) -> Iterator[Change]:
    """`pass` in place of a statement, and the body of an `if` without the question."""
    for statement in block:
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if is_docstring or isinstance(statement, ast.Return | ast.Pass | ast.FunctionDef | ast.For | ast.With):
            continue
        start, stop = piece.span(statement)
        text = "pass" + "\n" * piece.data[start:stop].count(b"\n")
        before = short(piece.text(statement).partition("\n")[0])
        yield Change(Kind.LEAVE_OUT, start, stop, text, piece.line(statement), before, "")


def exchanged(piece: Piece, block: Block) -> Iterator[Change]:
    """Two neighbours in each other's place."""
    for first, second in zip(block, block[1:], strict=False):
        if isinstance(first, _SIMPLE) and isinstance(second, _SIMPLE):
            texts = piece.text(first), piece.text(second)
            start, stop = piece.span(first)[0], piece.span(second)[1]
            between = piece.data[piece.span(first)[1] : piece.span(second)[0]].decode(errors="replace")
            text = f"{texts[1]}{between}{texts[0]}"
            yield Change(Kind.MOVE, start, stop, text, piece.line(first), short(texts[0]), f"after `{short(texts[1])}`")


def out_of_the_loop(piece: Piece, block: Block) -> Iterator[Change]:
    """The last statement of a loop or branch behind it, the first one before it."""
    for statement in block:
        if not isinstance(statement, ast.For | ast.While | ast.With | ast.If) or getattr(statement, "orelse", None):
            continue
        inside = statement.body
        if len(inside) < 2 or statement.lineno == inside[0].lineno:
            continue
        last = inside[-1]
        start, stop = piece.span(last)
        first_column = start - last.col_offset
        text = " " * statement.col_offset + piece.text(last)
        yield Change(
            Kind.MOVE, first_column, stop, text, piece.line(last), short(piece.text(last)), "after the block it is in"
        )
        first = inside[0]
        if isinstance(first, _SIMPLE):
            start, stop = piece.span(statement)[0], piece.span(first)[1]
            head = piece.data[start : piece.span(first)[0]].decode(errors="replace").rstrip()
            text = f"{piece.text(first)}\n{' ' * statement.col_offset}{head}"
            yield Change(
                Kind.MOVE, start, stop, text, piece.line(first), short(piece.text(first)), "before the loop it is in"
            )


def into_the_loop(piece: Piece, block: Block) -> Iterator[Change]:
    """The statement before a loop as its first one, the one after it as its last."""
    for index, statement in enumerate(block):
        if (
            not isinstance(statement, ast.For | ast.While)
            or statement.orelse
            or statement.lineno == statement.body[0].lineno
        ):
            continue
        inside = " " * statement.body[0].col_offset
        before = block[index - 1] if index else None
        if isinstance(before, _SIMPLE):
            start, stop = piece.span(before)[0], piece.span(statement.body[0])[0]
            head = piece.data[piece.span(statement)[0] : stop].decode(errors="replace").rstrip()
            between = piece.data[piece.span(before)[1] : piece.span(statement)[0]].decode(errors="replace")
            text = f"{head}\n{inside}{piece.text(before)}{between.rstrip(' ')}{inside}"
            yield Change(Kind.MOVE, start, stop, text, piece.line(before), short(piece.text(before)), "inside the loop")
        after = block[index + 1] if index + 1 < len(block) else None
        if isinstance(after, _SIMPLE):
            start, stop = piece.span(after)
            text = inside + piece.text(after)
            yield Change(
                Kind.MOVE,
                start - after.col_offset,
                stop,
                text,
                piece.line(after),
                short(piece.text(after)),
                "inside the loop",
            )


def put_in(piece: Piece, block: Block) -> Iterator[Change]:
    """What a training loop needs and this one lacks, in front of a statement that it has."""
    calls = {
        node.func.attr: piece.text(node.func.value)
        for node in ast.walk(piece.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    optimizer = calls.get("step") or calls.get("zero_grad")
    for statement in block:
        called = statement.value if isinstance(statement, ast.Expr) else None
        name = called.func.attr if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) else ""
        if name == "backward" and optimizer and "zero_grad" not in calls:
            yield _before(piece, statement, f"{optimizer}.zero_grad()", _ADD_UP)
        if name == "backward" and optimizer and "step" not in calls:
            yield _after(piece, statement, f"{optimizer}.step()")
        if name == "step" and "backward" not in calls and "loss" in piece.data.decode(errors="replace"):
            yield _before(piece, statement, "loss.backward()")


def copied_first(piece: Piece, parameters: Sequence[str]) -> Iterator[Change]:
    """A copy of each argument before anything else, and a function that is left without a result gives its last name."""
    node = piece.node
    if not isinstance(node, ast.FunctionDef):
        return
    body = [part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    if not body or not isinstance(body[0], (*_SIMPLE,)):
        return
    for name in parameters:
        for method in ("clone()", "detach()"):
            yield _before(piece, body[0], f"{name} = {name}.{method}", "" if method == "detach()" else _OWN_COPY)
    modes = [name for name in parameters if name in ("net", "model")]
    for name in modes:
        yield _before(piece, body[0], f"{name}.train()")
        yield _before(piece, body[0], f"{name}.eval()")


def in_place(piece: Piece, block: Block) -> Iterator[Change]:
    """`x = x + y` for `x += y`, `+=` for `=` and the reverse, `-=` for `+=`."""
    for statement in block:
        if isinstance(statement, ast.AugAssign):
            target, value = piece.text(statement.target), piece.text(statement.value)
            signs = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
            sign = signs.get(type(statement.op))
            if sign is None:
                continue
            other = {"+": "-", "-": "+", "*": "/", "/": "*"}[sign]
            yield piece.instead(
                statement, f"{target} = {target} {sign} {piece.atom(statement.value)}", reason=_OWN_COPY
            )
            yield piece.instead(statement, f"{target} {other}= {value}")
            yield piece.instead(statement, f"{target} = {value}")
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = piece.text(statement.targets[0]), piece.text(statement.value)
            if isinstance(statement.targets[0], ast.Name | ast.Attribute | ast.Subscript):
                yield piece.instead(statement, f"{target} += {value}")


def returned(piece: Piece, block: Block, variables: Sequence[str]) -> Iterator[Change]:
    """The last name that was computed, of a function that gives nothing back; parts of a tuple in another order."""
    for statement in block:
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
            texts = [piece.text(part) for part in statement.value.elts]
            for first in range(len(texts) - 1):
                swapped = [*texts]
                swapped[first], swapped[first + 1] = texts[first + 1], texts[first]
                yield piece.instead(statement.value, ", ".join(swapped), whole=True)
    has_return = any(isinstance(part, ast.Return) for part in ast.walk(piece.node))
    last = block[-1]
    if (
        block is piece.node.body
        and not has_return
        and isinstance(last, ast.Assign)
        and isinstance(last.targets[0], ast.Name)
    ):
        yield _after(piece, last, f"return {last.targets[0].id}")


def _before(piece: Piece, statement: ast.stmt, text: str, reason: str = "") -> Change:
    start, _ = piece.span(statement)
    return Change(
        Kind.PUT_IN,
        start,
        start,
        f"{text}; ",
        piece.line(statement),
        short(piece.text(statement)),
        f"{text} before",
        reason,
    )


def _after(piece: Piece, statement: ast.stmt, text: str) -> Change:
    _, stop = piece.span(statement)
    return Change(
        Kind.PUT_IN, stop, stop, f"; {text}", piece.line(statement), short(piece.text(statement)), f"{text} after"
    )
