"""Mutants of syntax: a solution's text with one operator, number or keyword changed, by the operators of Cosmic Ray.

Changes that no check can notice are left out beforehand: those in annotations and docstrings, in what runs only where
the file is the program (`if __name__ == "__main__":`), and doubles.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from grader.errors import UsageProblem

# They replace a variable by any other one of the scope: a lottery of crashes that proves nothing.
_LEFT_OUT = ("VariableReplacer", "VariableInserter")


@dataclass(frozen=True)
class Mutant:
    """One changed source.

    Attributes:
        operator: name of the change, such as "ReplaceBinaryOperator_Add_Sub" or "no_zero_grad".
        function: the function or class that it is in.
        before, after: the changed lines, stripped.
        text: the whole source.
        is_mistake: whether it is a mistake of deep learning, not one of syntax.
        file: what was changed, for people, where it is not the solution.
    """

    operator: str
    function: str
    before: str
    after: str
    text: str
    is_mistake: bool = False
    file: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What a list of survivors names it by."""
        return (self.function, self.before, self.after)

    @property
    def change(self) -> str:
        """The changed lines before and after, for people."""
        return f"{self.before}  ->  {self.after}"


def mutants_of(text: str) -> Iterator[Mutant]:
    """All mutants of a source.

    Raises:
        UsageProblem: Cosmic Ray is not installed.
    """
    try:
        from cosmic_ray.ast import ast_nodes, get_ast
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError as error:
        raise UsageProblem("Mutants need Cosmic Ray: pip install 'autogradus[test]'.") from error
    whole, seen = Pieces.of(text), set[tuple[int, str]]()
    nodes = [list(ast_nodes(get_ast(piece))) for piece in whole.texts]
    for name in (name for name in operator_names() if not name.endswith(_LEFT_OUT)):
        operator = get_operator(name)()
        # ExceptionReplacer knows plain names only, not `except torch.fx.TraceError`.
        with contextlib.suppress(AttributeError):
            for number, piece in enumerate(whole.texts):
                count = sum(1 for node in nodes[number] for _ in operator.mutation_positions(node))
                for occurrence in range(count):
                    changed = mutate_code(piece, operator, occurrence)
                    core = (number, essence(changed))
                    if core[1] != whole.essences[number] and core not in seen:
                        seen.add(core)
                        yield described(name.rpartition("/")[2], text, whole.with_piece(number, changed))


@dataclass(frozen=True)
class Pieces:
    """A source in pieces, one a statement of its top level: a change of one need not read all the others again.

    Attributes:
        texts: each with the blank lines and comments before it; together they are the source.
        essences: of each.
    """

    texts: tuple[str, ...]
    essences: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Pieces:
        """The pieces of a source that is Python."""
        lines = text.splitlines(keepends=True)
        ends = [node.end_lineno or 0 for node in ast.parse(text).body]
        # Statements may share a line; what comes after the last belongs to it.
        cuts = [0, *sorted(set(ends[:-1]) - {ends[-1] if ends else 0}), len(lines)]
        texts = tuple("".join(lines[start:stop]) for start, stop in itertools.pairwise(cuts))
        return cls(texts, tuple(map(essence, texts)))

    def with_piece(self, number: int, text: str) -> str:
        """The whole source with another text for one piece."""
        return "".join((*self.texts[:number], text, *self.texts[number + 1 :]))


def described(operator: str, before: str, after: str) -> Mutant:
    """The mutant with the place of its change."""
    old, new = before.splitlines(), after.splitlines()
    start = _equal_lines(old, new)
    stop = _equal_lines(old[start:][::-1], new[start:][::-1])
    was, became = (" ".join(line.strip() for line in lines[start : len(lines) - stop]) for lines in (old, new))
    return Mutant(operator, _function_at(before, start + 1), was, became, after)


def _equal_lines(old: list[str], new: list[str]) -> int:
    """How many lines are equal from the beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _function_at(text: str, line: int) -> str:
    """The top-level function or class that a line is in, or "module"."""
    for node in ast.parse(text).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and first <= line <= (node.end_lineno or line):
            return node.name
        is_lambda = isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
        if is_lambda and isinstance(node, ast.Assign) and first <= line <= (node.end_lineno or line):
            return ast.unparse(node.targets[0])
    return "module"


def essence(text: str) -> str:
    """What a check can notice of a source: its syntax tree without annotations, docstrings and demo."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    return ast.dump(_Bare().visit(tree))


class _Bare(ast.NodeTransformer):
    """Takes annotations, docstrings and the demo out of a syntax tree."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without its return annotation and docstring."""
        node.returns = None
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            argument.annotation = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An assignment without its annotation."""
        return ast.Assign([node.target], node.value) if node.value else ast.Pass()

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """A text that stands alone is a docstring."""
        return ast.Pass() if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        """What depends on `__name__`, also where a mutant asks for it in other words, is the demo."""
        asked = {part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)}
        return ast.Pass() if "__name__" in asked else self.generic_visit(node)
