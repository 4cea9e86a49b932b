"""Finds exercises on disk and reads what can be read without running anything (and without importing torch).

An exercise is four files with one stem; nothing is registered anywhere:
`exercises/NAME.py`, `solutions/NAME.py`, `grader/checks/NAME.py`, `grader/misconceptions/NAME.py`.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from grader.errors import CourseFault, UnknownExercise
from grader.text import nearest

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
LEVELS = 3


def stub_folder() -> Path:
    """Where the stubs are: in a checkout beside the package, in an installed wheel inside it."""
    beside = CHECKOUT / "exercises"
    return beside if (CHECKOUT / "pyproject.toml").is_file() and beside.is_dir() else PACKAGE / "stubs"


def solution_folder() -> Path | None:
    """Where the solutions are, in a checkout; a wheel has none."""
    beside = CHECKOUT / "solutions"
    return beside if (CHECKOUT / "pyproject.toml").is_file() and beside.is_dir() else None


def names() -> list[str]:
    """All exercises, in the order of their numbers."""
    found = [path.stem for path in stub_folder().glob("exercise*.py") if re.fullmatch(r"exercise\d+", path.stem)]
    return sorted(found, key=lambda name: int(name.removeprefix("exercise")))


def resolve(name: str) -> str:
    """The exercise that is meant: its name, or its number alone.

    Raises:
        UnknownExercise: there is none; the text lists the nearest names.
    """
    known = names()
    wanted = f"exercise{name}" if name.isdigit() else name.lower().removesuffix(".py")
    if wanted in known:
        return wanted
    raise UnknownExercise(
        f"There is no exercise {name!r}. Nearest: {nearest(wanted, known)}. `grade` lists all of them."
    )


def stub_path(name: str) -> Path:
    """The stub of an exercise."""
    return stub_folder() / f"{name}.py"


def checks_path(name: str) -> Path:
    """The checks of an exercise."""
    return PACKAGE / "checks" / f"{name}.py"


def misconceptions_path(name: str) -> Path:
    """The misconceptions of an exercise."""
    return PACKAGE / "misconceptions" / f"{name}.py"


def title(name: str) -> str:
    """First line of the stub's docstring, without "Exercise N: "."""
    docstring = ast.get_docstring(_tree(stub_path(name))) or name
    return re.sub(r"^Exercise \d+: ", "", docstring.splitlines()[0]).rstrip(".")


def functions(name: str) -> list[str]:
    """Public functions and classes of the stub, in its order."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return [node.name for node in _tree(stub_path(name)).body if isinstance(node, kinds) and node.name[0] != "_"]


def hints(name: str) -> Mapping[str, tuple[str, ...]]:
    """Three hints, from nudge to near-answer, for each function.

    Raises:
        CourseFault: the checks have no literal HINTS.
    """
    for node in _tree(checks_path(name)).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if value is not None and any(isinstance(target, ast.Name) and target.id == "HINTS" for target in targets):
            try:
                return {key: tuple(levels) for key, levels in ast.literal_eval(value).items()}
            except ValueError as error:
                raise CourseFault(f"HINTS of {name} must be a plain literal.") from error
    raise CourseFault(f"The checks of {name} must define HINTS.")


def check_names(name: str) -> list[str]:
    """Names of the checks, without `check_`, in the order of the file."""
    found = [node.name for node in _tree(checks_path(name)).body if isinstance(node, ast.FunctionDef)]
    return [function.removeprefix("check_") for function in found if function.startswith("check_")]


def checks_of(name: str, function: str) -> list[str]:
    """Names of the checks of one function."""
    found = []
    for node in _tree(checks_path(name)).body:
        calls = [entry for entry in getattr(node, "decorator_list", []) if isinstance(entry, ast.Call) and entry.args]
        graded = {entry.args[0].value for entry in calls if isinstance(entry.args[0], ast.Constant)}
        if isinstance(node, ast.FunctionDef) and function in graded:
            found.append(node.name.removeprefix("check_"))
    return found


def modules_needed(name: str) -> list[str]:
    """Modules that the stub imports when it is imported: what the template of its workers imports beforehand."""
    found: list[str] = []
    for node in _tree(stub_path(name)).body:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append(node.module)
    return sorted({module for module in found if module != "__future__"})


def content_hash(name: str) -> str:
    """Hash of the exercise's hidden files: a score is reproducible under the same hash."""
    digest = hashlib.sha256()
    for path in (checks_path(name), misconceptions_path(name)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text("utf-8"), str(path))
    except (OSError, SyntaxError) as error:
        raise CourseFault(f"{path.name} of the course cannot be read: {error}.") from error
