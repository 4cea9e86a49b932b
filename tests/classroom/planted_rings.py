"""A class with planted rings of copiers: honest answers are mixtures of answers written apart, each with its own small
changes; copies are disguised in one way each, or in all ways at once."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HONEST = (
    "    print('here')", "    assert True", "    size = 3", "    # note", "    count = 0\n    count += 1", "    start = 1.0",
)  # fmt: skip
_DEAD = ("unused_{0} = {0}", "unused_{0} = [1, {0}]", "_ = {0}", "note{0} = 'a' + 'b'")
_PARTS = ast.BinOp | ast.Call
_ALIVE = ("print()", "len([1, 2])", "str(3)", "assert len('a') == 1")


@dataclass(frozen=True)
class Planted:
    """Sources, and the rings among them as places, with how they were disguised."""

    sources: tuple[bytes, ...]
    rings: tuple[tuple[str, tuple[int, ...]], ...]


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return node


class _Blocks(ast.NodeTransformer):
    """Changes every block of statements inside functions."""

    def __init__(self, change: Callable[[list[ast.stmt]], list[ast.stmt]]) -> None:
        self.change = change

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and not isinstance(node, ast.Module | ast.ClassDef):
                setattr(node, name, self.change(block))
        return node


def _rename(tree: ast.Module, choice: random.Random) -> ast.Module:
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    stored |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    return _Renamed({name: f"v{choice.randrange(10**6)}" for name in sorted(stored)}).visit(tree)


def _between(lines: Sequence[str]) -> Callable[[ast.Module, random.Random], ast.Module]:
    def disguise(tree: ast.Module, choice: random.Random) -> ast.Module:
        def change(block: list[ast.stmt]) -> list[ast.stmt]:
            put = (ast.parse(choice.choice(lines).format(choice.randrange(10**6))).body[0] for _ in block)
            return [one for pair in zip(put, block, strict=True) for one in pair]

        return _Blocks(change).visit(tree)

    return disguise


def _reorder(tree: ast.Module, choice: random.Random) -> ast.Module:
    choice.shuffle(tree.body)
    return tree


def _out(tree: ast.Module, choice: random.Random) -> ast.Module:
    def change(block: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for one in block:
            if isinstance(one, ast.Return) and one.value is not None:
                made += [ast.Assign([ast.Name("out", ast.Store())], one.value), ast.Return(ast.Name("out", ast.Load()))]
            else:
                made.append(one)
        return made

    return _Blocks(change).visit(tree)


def _split(tree: ast.Module, choice: random.Random) -> ast.Module:
    def change(block: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for one in block:
            if isinstance(one, ast.Assign | ast.Return) and one.value is not None:
                made += _pulled_out(one.value, f"part{choice.randrange(10**6)}", choice)
            made.append(one)
        return made

    return _Blocks(change).visit(tree)


def _pulled_out(value: ast.expr, name: str, choice: random.Random) -> list[ast.stmt]:
    """A part of an expression as a statement of its own; none where there is no part."""
    holders: list[tuple[ast.expr, int]] = []
    for node in ast.walk(value):
        if isinstance(node, ast.BinOp):
            holders += [(node, at) for at, side in enumerate((node.left, node.right)) if isinstance(side, _PARTS)]
    if not holders or any(isinstance(node, ast.Lambda | ast.comprehension) for node in ast.walk(value)):
        return []
    holder, at = choice.choice(holders)
    field = ("left", "right")[at]
    part = getattr(holder, field)
    setattr(holder, field, ast.Name(name, ast.Load()))
    return [ast.Assign([ast.Name(name, ast.Store())], part)]


def _layout(text: str, choice: random.Random) -> str:
    """Other comments, blank lines and indents."""
    lines = [line.replace("    ", "  ") for line in text.split("\n")]
    return "".join(f"\n# {choice.randrange(10**6)}\n{line}   # mine\n" for line in lines)


def _all(tree: ast.Module, choice: random.Random) -> ast.Module:
    for disguise in (_rename, _reorder, _split, _out, _between(_DEAD)):
        tree = ast.fix_missing_locations(disguise(tree, choice))
    return tree


DISGUISES: dict[str, Callable[[ast.Module, random.Random], ast.Module]] = {
    "renamed": _rename, "unused statements": _between(_DEAD), "idle calls": _between(_ALIVE), "reordered": _reorder,
    "out = x; return out": _out, "split expressions": _split, "all at once": _all,
}  # fmt: skip


def planted(exercise: str, size: int, ring_sizes: Sequence[int], seed: int = 1) -> Planted:
    """A class of an exercise; each disguise has a ring of each size."""
    choice = random.Random(seed)
    answers = _answers(exercise)
    sources: list[bytes] = []
    rings: list[tuple[str, tuple[int, ...]]] = []
    for name, disguise in DISGUISES.items():
        for members in ring_sizes:
            original = _honest(answers, choice)
            first = len(sources)
            sources.append(original.encode())
            for _ in range(members - 1):
                tree = disguise(ast.parse(original), choice)
                text = ast.unparse(ast.fix_missing_locations(tree))
                sources.append(_layout(text, choice).encode())
            rings.append((name, tuple(range(first, len(sources)))))
    sources += [_honest(answers, choice).encode() for _ in range(size - len(sources))]
    return Planted(tuple(sources), tuple(rings))


def _answers(exercise: str) -> dict[str, list[str]]:
    """Every function of the solution in all the ways in which the course's examples write it, right and wrong."""
    files = [ROOT / "solutions" / f"{exercise}.py"]
    files += [
        path for kind in ("accepted", "rejected") for path in sorted((ROOT / "tests" / kind / exercise).glob("*.py"))
    ]
    found: dict[str, list[str]] = {}
    for place, path in enumerate(files):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except SyntaxError:
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and (place == 0 or node.name in found):
                found.setdefault(node.name, []).append(ast.unparse(node))
    return found


def _honest(answers: dict[str, list[str]], choice: random.Random) -> str:
    """One student's own file."""
    lines: list[str] = []
    for ways in answers.values():
        for line in choice.choice(ways).split("\n"):
            lines.append(line)
            plain = (
                line.startswith("    ") and not line.startswith("     ") and not line.rstrip().endswith((",", "(", ":"))
            )
            if plain and choice.random() < 0.08:
                lines.append(choice.choice(_HONEST))
        lines.append("")
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:
        return _honest(answers, choice)
    return text
