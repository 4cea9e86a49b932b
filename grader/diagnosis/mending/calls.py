"""Changes of what is called, of what it is given, and of what is done with what comes back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.mending.changes import Change, Piece

_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("mean", "sum", "prod"), ("sum", "mean"), ("max", "min", "sum"), ("amax", "amin"), ("argmax", "argmin"), ("maximum", "minimum"),
    ("exp", "expm1", "exp2"), ("log", "log1p", "log2"), ("log2", "log"), ("log10", "log"), ("log1p", "log"), ("expm1", "exp"),
    ("sqrt", "square"), ("square", "sqrt", "abs"), ("abs", "square"), ("floor", "trunc", "ceil"), ("round", "trunc"),
    ("zeros", "ones"), ("ones", "zeros"), ("zeros_like", "ones_like"), ("ones_like", "zeros_like"),
    ("rand", "zeros"), ("randn", "zeros"), ("empty", "zeros"), ("view", "reshape"), ("std", "var"), ("tanh", "sigmoid", "relu"),
    ("sigmoid", "tanh"), ("relu", "tanh", "sigmoid"), ("any", "all"), ("all", "any"), ("train", "eval"), ("eval", "train"),
    ("squeeze", "unsqueeze"), ("append", "extend"), ("extend", "append"), ("Tanh", "ReLU", "Sigmoid"), ("ReLU", "Tanh"),
    ("Sigmoid", "Tanh", "ReLU"), ("Adam", "SGD"), ("BCELoss", "BCEWithLogitsLoss"), ("MSELoss", "BCEWithLogitsLoss"),
    ("int", "long"), ("float", "double"), ("double", "float"), ("cumsum", "sum"), ("cumprod", "prod"), ("norm", "sum"), ("median", "mean"),
    ("from_numpy", "tensor"), ("as_tensor", "tensor"), ("asarray", "tensor"), ("Tensor", "tensor"), ("len", "sum"),
    ("permute", "transpose"), ("repeat", "repeat_interleave"), ("flatten", "ravel"), ("named_modules", "named_children"),
)  # fmt: skip
_BELONGING = {
    "items",
    "keys",
    "values",
    "backward",
    "step",
    "zero_grad",
    "append",
    "extend",
    "add_module",
    "parameters",
    "register_buffer",
}
_FACTORIES = {"zeros", "ones", "tensor", "empty", "full", "eye", "arange", "rand", "randn", "as_tensor"}
_AXES = ("0", "1", "-1")
_AXIS_GOES = "dim names the axis that goes."
_REDUCING = {
    "sum", "mean", "max", "amax", "amin", "min", "argmax", "argmin", "softmax", "logsumexp", "prod", "norm", "std", "var", "squeeze",
    "all", "any", "cumsum",
}  # fmt: skip


def other_functions(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """A function of the same family, under the same roof."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    head = f"{piece.atom(node.func.value)}." if isinstance(node.func, ast.Attribute) else ""
    tail = f"({', '.join(_given(piece, node))})"
    others = dict.fromkeys(other for family in _FAMILIES if family[0] == name for other in family[1:])
    if head:
        yield from (piece.instead(node, f"{head}{other}{tail}") for other in others)
        if name.endswith("_") and not name.startswith("_"):
            yield piece.instead(node, f"{head}{name[:-1]}{tail}")


def left_out(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """One function too many: what it is called on, or given, stands alone; an index likewise."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not isinstance(around, ast.Expr):
        is_module = isinstance(node.func.value, ast.Name) and node.func.value.id in ("torch", "F", "np", "math", "nn")
        if not is_module and node.func.attr not in _BELONGING:
            yield piece.instead(node, piece.atom(node.func.value))
    if isinstance(node, ast.Call) and node.args and not isinstance(around, ast.Expr):
        yield piece.instead(node, piece.text(node.args[0]))
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield piece.instead(node, piece.text(node.value))
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in ("T", "mT", "data", "grad"):
        yield piece.instead(node, piece.text(node.value))


def arguments(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Two arguments in each other's place, one left out."""
    if not isinstance(node, ast.Call):
        return
    head = piece.text(node.func)
    texts = _given(piece, node)
    count = len(node.args)
    for first in range(count - 1):
        swapped = [*texts]
        swapped[first], swapped[first + 1] = texts[first + 1], texts[first]
        yield piece.instead(node, f"{head}({', '.join(swapped)})")
    for index in range(len(texts)):
        if len(texts) > 1 or node.keywords:
            yield piece.instead(node, f"{head}({', '.join(texts[:index] + texts[index + 1 :])})")


def axes(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """Another axis, an axis where none is named, the axis kept."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    for keyword in node.keywords:
        if keyword.arg in ("dim", "axis"):
            for other in _AXES:
                if piece.text(keyword.value) != other:
                    yield piece.instead(keyword.value, other, reason=_AXIS_GOES)
    if node.func.attr in _REDUCING:
        texts = _given(piece, node)
        for addition in _additions_to(node, {keyword.arg for keyword in node.keywords}):
            yield piece.instead(node, f"{piece.text(node.func)}({', '.join([*texts, addition])})")


def _given(piece: Piece, call: ast.Call) -> list[str]:
    """What a call is given, as it is written."""
    return [piece.text(part) for part in call.args] + [piece.text(part) for part in call.keywords]


def _additions_to(call: ast.Call, given: set[str | None]) -> Iterator[str]:
    """Arguments that a call which reduces could have besides those given."""
    if not given & {"dim", "axis"}:
        yield from (f"dim={axis}{kept}" for axis in _AXES for kept in ("", ", keepdim=True"))
    if "keepdim" not in given and (call.args or given):
        yield "keepdim=True"
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("std", "var"):
        yield "unbiased=False"


def ranges(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """A turn more or less of a counted loop."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "range"
        and len(node.args) == 1
    ):
        count = piece.atom(node.args[0])
        for text in (f"range({count} + 1)", f"range({count} - 1)", f"range(1, {count} + 1)", f"range(1, {count})"):
            yield piece.instead(node, text)


def subscripts(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """The same slice for the second axis as well; an index of several less one of them; both in the other order."""
    if not isinstance(node, ast.Subscript):
        return
    value, index = piece.text(node.value), node.slice
    if isinstance(index, ast.Slice):
        text = piece.text(index)
        yield piece.instead(node, f"{value}[{text}, {text}]")
        yield piece.instead(node, f"{value}[:, {text}]")
    elif isinstance(index, ast.Tuple):
        parts = [piece.text(part) for part in index.elts]
        yield piece.instead(node, f"{value}[{', '.join(reversed(parts))}]")
        for number in range(len(parts)):
            yield piece.instead(node, f"{value}[{', '.join(parts[:number] + parts[number + 1 :])}]")


def made_tensors(piece: Piece, node: ast.AST, around: ast.AST | None, parameters: list[str]) -> Iterator[Change]:
    """A new tensor with the dtype and device of an argument, with a gradient asked for."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in _FACTORIES:
        return
    if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "torch"):
        return
    given = {keyword.arg for keyword in node.keywords}
    texts = _given(piece, node)
    additions = ["requires_grad=True"]
    for name in parameters[:2]:
        additions += [f"dtype={name}.dtype, device={name}.device", f"device={name}.device", f"dtype={name}.dtype"]
    for addition in additions:
        if not given & {part.split("=")[0].strip() for part in addition.split(",")}:
            yield piece.instead(node, f"{piece.text(node.func)}({', '.join([*texts, addition])})")


def results(piece: Piece, node: ast.AST, around: ast.AST | None, parameters: list[str]) -> Iterator[Change]:
    """Something more done with a result, a part of it, or what is noted in a list."""
    if not isinstance(node, ast.expr) or not _is_result(piece, node, around):
        return
    text = piece.atom(node)
    first = parameters[0] if parameters else ""
    methods = ["item()", "mean()", "sum()", "detach()", "clone()", "long()", "float()", "T", "sqrt()", "squeeze()"]
    methods += [
        "unsqueeze(1)",
        "unsqueeze(0)",
        "reshape(-1, 1)",
        "reshape(-1)",
        "contiguous()",
        "cpu()",
        "sigmoid()",
        "log()",
        "exp()",
    ]
    for method in methods:
        yield piece.instead(node, f"{text}.{method}")
    for function in ("float", "int", "list", "tuple", "bool"):
        yield piece.instead(node, f"{function}({piece.text(node)})")
    if first:
        yield piece.instead(node, f"{text}.to({first}.dtype)")
        for factor in (f"/ len({first})", f"* len({first})"):
            yield piece.instead(node, f"{text} {factor}")
    for factor in ("/ 2", "* 2"):
        yield piece.instead(node, f"{text} {factor}")
    if len(parameters) > 1:
        for name in parameters:
            yield piece.instead(node, f"{text} + {name}")


def _is_result(piece: Piece, node: ast.expr, around: ast.AST | None) -> bool:
    """Whether an expression is returned, alone or as one of several, assigned, or noted in a list."""
    if isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.JoinedStr):
        return False
    if isinstance(around, ast.Tuple):
        return isinstance(piece.parent(around), ast.Return)
    if isinstance(around, ast.Call):
        return isinstance(around.func, ast.Attribute) and around.func.attr == "append" and node in around.args
    return isinstance(around, ast.Return | ast.Assign | ast.AugAssign) and node is around.value
