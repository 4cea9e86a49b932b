"""Which checks can notice that some functions of the solution were changed: those that ask for one, or for a caller of one.

The other checks would put the same requests to the same code and get the solution's replies again. They are left out where
a hundred wrong answers are graded, one after the other, each of which is the solution but for a function or two.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import symtable
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.grading.plan import Plan
from grader.kit.check_run import CheckRun
from grader.outcome import Status
from grader.session.exchange import Request
from grader.session.outline import names_bound, root_name
from grader.source import SourceFile

# Names that a statement binds, and those that it uses.
_Use = tuple[set[str], set[str]]
_ANYTHING = "*"
_WORD = re.compile(r"[A-Za-z_]\w*")
# What runs when the file is loaded, besides these, may do anything.
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_PURE = ("tuple", "list", "dict", "set", "frozenset", "sorted", "range", "partial")
# What outlives the call, by the names of what changes it; generators are seeded anew for each request.
_SETS = ("set_", "use_", "enable_", "register_", "__class__", "setattr", "exec", "globals")


@dataclass(frozen=True)
class Reach:
    """What each check asks of the solution; it listens to a grading of it.

    Attributes:
        solution: what is graded.
        asked: for each check, every name and text in its requests; before any is known, every check is taken to ask for all.
    """

    solution: SourceFile
    asked: dict[str, frozenset[str]] = field(default_factory=dict)

    def listen(self, run: CheckRun) -> None:
        """Note a check that has ended; for `Plan.listener`."""
        # What a check that did not come to its end would have asked is not known.
        self.asked[run.name] = frozenset(_words(run)) if run.status is Status.PASSED else frozenset({_ANYTHING})

    def narrowed(self, plan: Plan, changed: SourceFile, but: frozenset[str] = frozenset()) -> Plan:
        """The plan for `changed`, without the checks that cannot notice the change, unless they are among `but`."""
        checks = self.checks(changed)
        if not checks:
            return plan
        wanted = checks | but
        return dataclasses.replace(plan, only=wanted if plan.only is None else wanted & plan.only)

    def checks(self, changed: SourceFile) -> frozenset[str] | None:
        """The checks that can notice what `changed`, the solution with more text after it, has changed.

        None stands for all: when the file is no such text, does more than define functions, or changes torch's settings.
        """
        added = _added(self.solution, changed)
        if not self.asked or added is None or any(map(_does_more, added)):
            return None
        uses = (*self._uses, *_uses_of(added))
        affected = _affected(uses, _changed(self._before, added)) | {_ANYTHING}
        return frozenset(name for name, words in self.asked.items() if words & affected)

    @cached_property
    def _before(self) -> Sequence[ast.stmt]:
        """The solution's statements; the demo below `if __name__ == "__main__":` does not run."""
        return [node for node in ast.parse(self.solution.data).body if not isinstance(node, ast.If)]

    @cached_property
    def _uses(self) -> Sequence[_Use]:
        return _uses_of(self._before)


def _words(run: CheckRun) -> Iterator[str]:
    for _, request, _ in run.transcript.entries:
        yield from _words_of(request)


def _words_of(request: Request) -> Iterator[str]:
    """The function, and every word of the probe and of the texts among the arguments."""
    yield request.function
    for source in request.sources:
        yield from _WORD.findall(source)
    yield from _texts([request.args, request.kwargs])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _added(solution: SourceFile, changed: SourceFile) -> list[ast.stmt] | None:
    """The statements after the solution's; None when that is not how the file is made."""
    if not changed.data.startswith(solution.data):
        return None
    try:
        return ast.parse(changed.data[len(solution.data) :]).body
    except (SyntaxError, ValueError):
        return None


def _does_more(node: ast.stmt) -> bool:
    """Whether a statement does more than bind names, or holds a function that may change what others rely on."""
    if isinstance(node, _DEFINITIONS):
        return any(map(_meddles, ast.walk(node)))
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
        return not all(isinstance(call.func, ast.Name) and call.func.id in _PURE for call in calls)
    return not isinstance(node, _IMPORTS) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _meddles(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        # Something of a module is replaced, or a setting changed.
        return node.attr.startswith(_SETS) or (
            isinstance(node.ctx, ast.Store) and root_name(node) in ("torch", "np", "F")
        )
    return isinstance(node, ast.Global) or (isinstance(node, ast.Name) and node.id.startswith(_SETS))


def _changed(before: Sequence[ast.stmt], added: Sequence[ast.stmt]) -> set[str]:
    """Names that mean something else, or may: what is bound anew, and variables of the solution that the new text uses."""
    imports = _imports(before)
    names = {name for node in added if not isinstance(node, _IMPORTS) for name in names_bound(node)}
    names |= {name for name, module in _imports(added).items() if imports.get(name) != module}
    functions = {name for node in before if isinstance(node, _DEFINITIONS) for name in names_bound(node)}
    variables = {name for node in before for name in names_bound(node)} - functions - imports.keys()
    return names | (variables & {word for node in added for word in _used(node)})


def _imports(body: Sequence[ast.stmt]) -> dict[str, str]:
    """What each imported name stands for, however the import is written."""
    modules: dict[str, str] = {}
    for node in body:
        for alias in node.names if isinstance(node, _IMPORTS) else ():
            if isinstance(node, ast.ImportFrom):
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            elif alias.asname:
                modules[alias.asname] = alias.name
            else:
                modules[alias.name.split(".")[0]] = alias.name.split(".")[0]
    return modules


def _uses_of(body: Sequence[ast.stmt]) -> Sequence[_Use]:
    return [(set(names_bound(node)), set(_used(node))) for node in body if not isinstance(node, _IMPORTS)]


def _affected(uses: Sequence[_Use], changed: set[str]) -> set[str]:
    """The changed names, and those whose statements use an affected one."""
    affected = set(changed)
    while more := {name for names, used in uses if used & affected for name in names} - affected:
        affected |= more
    return affected


def _used(node: ast.stmt) -> Iterator[str]:
    """Names of the module that a statement uses, and its texts: they may name a function too."""
    yield from _globals(symtable.symtable(ast.unparse(node), "<statement>", "exec"))
    yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    is_module = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_global() or (is_module and symbol.is_referenced()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals(inner)
