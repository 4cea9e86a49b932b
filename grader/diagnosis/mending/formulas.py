"""Changes of operators, signs, numbers and comparisons."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.mending.changes import Change, Piece

_SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%",
    ast.BitAnd: "&", ast.BitOr: "|",
}  # fmt: skip
_OTHER_SIGNS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("/", "@"), ast.Div: ("*",), ast.MatMult: ("*",), ast.FloorDiv: ("/", "%"),
    ast.Mod: ("//",), ast.BitAnd: ("|",), ast.BitOr: ("&",),
}  # fmt: skip
_OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="), ast.LtE: ("<", ">=", ">"), ast.Gt: (">=", "<", "<="), ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",), ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
_SWAPPED = (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv, ast.Pow)
_TIGHT = (ast.Mult, ast.Div, ast.MatMult)
_MONOTONE = ("exp", "sigmoid", "log")
_SMALL = ("1e-12", "1e-10", "1e-8", "1e-7", "1e-6", "1e-5")


def operators(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Another operator, the sides of one in each other's place, brackets set otherwise, a side left out."""
    if not isinstance(node, ast.BinOp) or type(node.op) not in _SIGNS:
        return
    left, right, sign = piece.atom(node.left), piece.atom(node.right), _SIGNS[type(node.op)]
    plain = piece.text(node.left), piece.text(node.right)
    for other in _OTHER_SIGNS.get(type(node.op), ()):
        yield piece.instead(node, f"{left} {other} {right}")
    if isinstance(node.op, _SWAPPED):
        yield piece.instead(node, f"{right} {sign} {left}")
    yield from _regrouped(piece, node, around)
    if isinstance(node.op, ast.MatMult):
        yield piece.instead(node, f"{left}.T {sign} {right}")
        yield piece.instead(node, f"{left} {sign} {right}.T")
        yield piece.instead(node, f"{right} {sign} {left}.T")
        yield piece.instead(node, f"{right}.T {sign} {left}")
    for side in plain:
        yield piece.instead(node, side)
    if isinstance(node.op, ast.Sub | ast.Add) and isinstance(node.right, ast.Name | ast.Call | ast.Attribute):
        yield piece.instead(node, f"{left} {sign} {right} ** 2")
    if isinstance(node.op, ast.Sub | ast.Mult) and not isinstance(around, ast.Call):
        yield piece.instead(node, f"({piece.text(node)}) ** 2")


def _regrouped(piece: Piece, node: ast.BinOp, around: ast.AST | None) -> Iterator[Change]:
    """`(a + b) / c` for `a + b / c`, and the reverse; likewise to the left."""
    sign, right = _SIGNS[type(node.op)], node.right
    if isinstance(node.op, ast.Add | ast.Sub):
        if isinstance(right, ast.BinOp) and isinstance(right.op, _TIGHT):
            inner = f"({piece.text(node.left)} {sign} {piece.text(right.left)})"
            yield piece.instead(node, f"{inner} {_SIGNS[type(right.op)]} {piece.atom(right.right)}")
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, _TIGHT):
            inner = f"({piece.text(node.left.right)} {sign} {piece.text(right)})"
            yield piece.instead(node, f"{piece.atom(node.left.left)} {_SIGNS[type(node.left.op)]} {inner}")
    if isinstance(node.op, _TIGHT):
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Add | ast.Sub):
            inner = f"{piece.text(node.left.left)} {_SIGNS[type(node.left.op)]} {piece.text(node.left.right)}"
            yield piece.instead(node, f"{inner} {sign} {piece.atom(right)}")
        if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Add | ast.Sub):
            inner = f"{piece.atom(node.left)} {sign} {piece.text(right.left)}"
            yield piece.instead(node, f"{inner} {_SIGNS[type(right.op)]} {piece.text(right.right)}")


def eps_in_and_out(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """`f(x) + e` for `f(x + e)`, and the reverse: the place of eps."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given, value = node.args, node.func.value
        if len(given) == 1 and isinstance(given[0], ast.BinOp) and isinstance(given[0].op, ast.Add):
            outside = f"{piece.text(node.func)}({piece.text(given[0].left)}) + {piece.atom(given[0].right)}"
            yield piece.instead(node, outside)
        if not given and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            yield piece.instead(node, f"{piece.atom(value.left)}.{node.func.attr}() + {piece.atom(value.right)}")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _eps_inside(piece, node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.left, ast.BinOp):
        inner = node.left
        power = f"{piece.atom(inner.left)} ** {piece.atom(node.right)}"
        if isinstance(inner.op, ast.Add):
            yield piece.instead(node, f"{power} + {piece.atom(inner.right)}")


def _eps_inside(piece: Piece, node: ast.BinOp) -> Iterator[Change]:
    left, eps = node.left, piece.text(node.right)
    if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Pow):
        yield piece.instead(node, f"({piece.text(left.left)} + {eps}) ** {piece.atom(left.right)}")
    if not isinstance(left, ast.Call) or not isinstance(left.func, ast.Attribute) or left.keywords:
        return
    if len(left.args) == 1:
        yield piece.instead(node, f"{piece.text(left.func)}({piece.text(left.args[0])} + {eps})")
    elif not left.args:
        yield piece.instead(node, f"({piece.text(left.func.value)} + {eps}).{left.func.attr}()")


def signs(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """A minus more or less, `not` more or less."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        if not isinstance(node.operand, ast.Constant):
            yield piece.instead(node, piece.atom(node.operand))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MONOTONE:
        yield from (piece.instead(part, f"-{piece.atom(part)}") for part in node.args[:1])
    is_value = isinstance(around, ast.Return | ast.Assign) and node is around.value
    if is_value and isinstance(node, ast.BinOp | ast.Call | ast.Name):
        yield piece.instead(node, f"-{piece.atom(node)}")
    if isinstance(around, ast.If | ast.While | ast.IfExp) and node is around.test:
        yield piece.instead(node, f"not {piece.atom(node)}")


def comparisons(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Another comparison, another word between conditions."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        sides = piece.text(node.left), piece.text(node.comparators[0])
        for other in _OTHER_COMPARISONS.get(type(node.ops[0]), ()):
            yield piece.instead(node, f"{sides[0]} {other} {sides[1]}")
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield piece.instead(node, word.join(map(piece.text, node.values)))
        for value in node.values:
            yield piece.instead(node, piece.text(value))


def numbers(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Another number: the next ones, half and double, ten times more and less, one minus it, the other small ones."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return
    if isinstance(node.value, int):
        others = (node.value + 1, node.value - 1, -node.value, 2 * node.value, node.value + 2, node.value // 2)
        for other in dict.fromkeys(others):
            if other != node.value:
                yield piece.instead(node, str(other), whole=other >= 0)
    elif isinstance(node.value, float):
        value = node.value
        small = _SMALL if 0 < value < 1e-2 else ()
        floats = (
            f"{part:.10g}" for part in (1 - value, 2 * value, value / 2, 10 * value, value / 10, -value, value + 1)
        )
        for text in dict.fromkeys((*small, *floats, "0.0", "1.0", "0.5", "0.9", "0.99", "0.999")):
            if float(text) != value:
                yield piece.instead(node, text)


def negative_numbers(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Another number in place of a negative whole one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        if isinstance(value, int) and not isinstance(value, bool):
            for other in (0, value, 1 - value, -1 - value):
                yield piece.instead(node, str(other), whole=True)
        elif isinstance(value, float):
            yield piece.instead(node, str(value))


def truth(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """True for False and the reverse."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield piece.instead(node, str(not node.value))
