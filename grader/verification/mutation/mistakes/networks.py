"""Mistakes about networks: a layer too few or too many, another activation, another loss, no bias."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import Edit, Operator, instead, method

_ACTIVATIONS = {
    **{"ReLU": "Tanh", "Tanh": "ReLU", "Sigmoid": "Tanh", "tanh": "sigmoid", "sigmoid": "tanh", "relu": "tanh"},
    **{"LeakyReLU": "Tanh", "SiLU": "ReLU", "softmax": "log_softmax", "log_softmax": "softmax"},
}
_LOSSES = {
    **{"BCEWithLogitsLoss": "BCELoss", "BCELoss": "BCEWithLogitsLoss", "CrossEntropyLoss": "MultiMarginLoss"},
    **{"MSELoss": "L1Loss", "mse_loss": "l1_loss", "nll_loss": "multi_margin_loss"},
    **{"binary_cross_entropy": "mse_loss", "binary_cross_entropy_with_logits": "mse_loss"},
}


def another_activation(node: ast.AST) -> Iterator[Edit]:
    """Another curve between the layers."""
    yield from _attribute_replaced(node, _ACTIVATIONS)


def another_loss(node: ast.AST) -> Iterator[Edit]:
    """Something else is made small."""
    yield from _attribute_replaced(node, _LOSSES)


def _attribute_replaced(node: ast.AST, table: dict[str, str]) -> Iterator[Edit]:
    if isinstance(node, ast.Attribute) and node.attr in table and not ast.unparse(node.value).startswith("self"):
        yield instead(node, f"{ast.unparse(node.value)}.{table[node.attr]}")


def predictions_and_targets_swapped(node: ast.AST) -> Iterator[Edit]:
    """criterion(y, prediction)."""
    if isinstance(node, ast.Call) and len(node.args) == 2 and _is_loss(ast.unparse(node.func).split(".")[-1]):
        yield instead(node, ast.unparse(ast.Call(node.func, node.args[::-1], node.keywords)))


def _is_loss(name: str) -> bool:
    return name.startswith("criterion") or "loss" in name or "entropy" in name


def layer_removed(node: ast.AST) -> Iterator[Edit]:
    """One layer of a Sequential fewer, or one that a forward pass goes around."""
    call = method(node, "Sequential")
    if call is not None and len(call.args) > 1:
        for index in range(len(call.args)):
            yield instead(call, ast.unparse(ast.Call(call.func, call.args[:index] + call.args[index + 1 :], [])))
    around = _applied_layer(node)
    if around is not None:
        yield instead(around, ast.unparse(around.args[0]))


def layer_doubled(node: ast.AST) -> Iterator[Edit]:
    """One layer is applied twice."""
    call = method(node, "Sequential")
    if call is not None and len(call.args) > 1:
        for index, layer in enumerate(call.args):
            yield instead(call, ast.unparse(ast.Call(call.func, [*call.args[:index], layer, *call.args[index:]], [])))
    again = _applied_layer(node)
    if again is not None:
        yield instead(again, f"{ast.unparse(again.func)}({ast.unparse(again)})")


def _applied_layer(node: ast.AST) -> ast.Call | None:
    """`self.layer(x)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        return node if ast.unparse(node.func.value) == "self" else None
    return None


def bias_dropped(node: ast.AST) -> Iterator[Edit]:
    """Lines through the origin."""
    call = method(node, "Linear")
    if call is not None and not any(keyword.arg == "bias" for keyword in call.keywords):
        yield instead(call, ast.unparse(ast.Call(call.func, call.args, [*call.keywords, _FALSE])))
    is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    if is_sum and isinstance(node, ast.BinOp) and _is_product(node.left):
        yield instead(node, ast.unparse(node.left))


def _is_product(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)


_FALSE = ast.keyword("bias", ast.Constant(False))


def all_parameters(node: ast.AST) -> Iterator[Edit]:
    """Frozen parameters are counted, or trained, too."""
    if isinstance(node, ast.Attribute) and node.attr == "requires_grad" and isinstance(node.ctx, ast.Load):
        yield instead(node, "True")


OPERATORS: tuple[Operator, ...] = (
    another_activation,
    another_loss,
    predictions_and_targets_swapped,
    layer_removed,
    layer_doubled,
    bias_dropped,
    all_parameters,
)
