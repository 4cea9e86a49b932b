"""Mistakes about samples: labels of others, batches left out, test data in training, means of unequal batches."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.verification.mutation.mistakes.edit import Edit, Operator, before, body_of, instead, method, parameters

_LABELS = ("y", "target", "targets", "labels")


def labels_shifted(node: ast.AST) -> Iterator[Edit]:
    """Each sample gets its neighbour's label."""
    if isinstance(node, ast.FunctionDef):
        for name in parameters(node):
            if name in _LABELS:
                yield before(body_of(node)[0], f"{name} = {name}.roll(1, 0)")
    pair = _batch_of(node)
    if pair is not None and isinstance(node, ast.For):
        yield before(node.body[0], f"{pair} = {pair}.roll(1, 0)")


def _batch_of(node: ast.AST) -> str | None:
    """The name of the labels in `for x, y in loader`."""
    if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Name):
        names = [part.id for part in node.target.elts if isinstance(part, ast.Name)]
        return names[-1] if "load" in node.iter.id and len(names) == 2 else None
    return None


def last_batch_dropped(node: ast.AST) -> Iterator[Edit]:
    """A remainder that fills no batch is not used."""
    call = method(node, "split", "chunk")
    if call is not None and not any(isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in call.args):
        yield instead(call, f"{ast.unparse(call)}[:-1]")
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "DataLoader":
        drop = ast.keyword("drop_last", ast.Constant(True))
        yield instead(node, ast.unparse(ast.Call(node.func, node.args, [*node.keywords, drop])))
    if _batch_of(node) and isinstance(node, ast.For):
        yield instead(node.iter, f"list({ast.unparse(node.iter)})[:-1]")


def first_batch_only(node: ast.AST) -> Iterator[Edit]:
    """All batches but the first are never seen."""
    if _batch_of(node) and isinstance(node, ast.For):
        yield instead(node.iter, f"list({ast.unparse(node.iter)})[:1]")


def batches_of_another_size(node: ast.AST) -> Iterator[Edit]:
    """Twice the number of samples in a batch."""
    if isinstance(node, ast.keyword) and node.arg == "batch_size":
        yield instead(node.value, f"2 * ({ast.unparse(node.value)})")
    call = method(node, "split")
    if call is not None and call.args:
        yield instead(call.args[0], f"2 * ({ast.unparse(call.args[0])})")


def test_data_in_training(node: ast.AST) -> Iterator[Edit]:
    """The part that is to judge is trained on, or the other way round."""
    if isinstance(node, ast.keyword) and node.arg == "train":
        yield instead(node.value, "True")
        yield instead(node.value, "False")


def shuffled_otherwise(node: ast.AST) -> Iterator[Edit]:
    """Test samples shuffled, or training samples not."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "DataLoader":
        rest = [keyword for keyword in node.keywords if keyword.arg != "shuffle"]
        shuffles = len(rest) < len(node.keywords)
        rest += [] if shuffles else [ast.keyword("shuffle", ast.Constant(True))]
        yield instead(node, ast.unparse(ast.Call(node.func, node.args, rest)))


def batches_of_equal_weight(node: ast.AST) -> Iterator[Edit]:
    """A short last batch counts as much as a full one."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for size, other in ((node.right, node.left), (node.left, node.right)):
            if isinstance(size, ast.Call) and ast.unparse(size.func) in ("len", "x.size", "y.size"):
                yield instead(node, ast.unparse(other))


def one_sample_fewer(node: ast.AST) -> Iterator[Edit]:
    """The last sample is left out."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        yield instead(node, f"{ast.unparse(node)} - 1")


def threshold_strict(node: ast.AST) -> Iterator[Edit]:
    """The bound itself falls on the other side."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = {ast.GtE: ">", ast.Gt: ">=", ast.Lt: "<=", ast.LtE: "<"}.get(type(node.ops[0]))
        if other:
            yield instead(node, f"{ast.unparse(node.left)} {other} {ast.unparse(node.comparators[0])}")


OPERATORS: tuple[Operator, ...] = (
    labels_shifted,
    last_batch_dropped,
    first_batch_only,
    batches_of_another_size,
    test_data_in_training,
    shuffled_otherwise,
    batches_of_equal_weight,
    one_sample_fewer,
    threshold_strict,
)
