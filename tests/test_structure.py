"""The shape of the code: imports point one way, files stay small, the engine knows no exercise, README's map is true."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from grader.courses import built_in

COURSE = built_in()

ROOT = Path(__file__).resolve().parents[1]
ENGINE = sorted(
    path
    for path in (ROOT / "grader").rglob("*.py")
    if path.parent.name not in ("bugs", "checks", "misconceptions", "pictures", "stubs")
)
LINES_LIMIT = 250
FUNCTION_LIMIT = 40


def name(path: Path) -> str:
    """Path below the checkout."""
    return path.relative_to(ROOT).as_posix()


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the imports of the package in `folder` against the contracts of its pyproject.toml."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_imports_point_down() -> None:
    """Nothing below knows what is above it, and no folder has a cycle."""
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("grader/newcomer.py", ""),
        ("grader/classroom/newcomer.py", ""),
        ("grader/files.py", "import grader.classroom\n"),
    ],
    ids=["without a place", "without a place in its folder", "import upwards"],
)
def test_a_module_that_breaks_the_order_is_refused(file: str, text: str, tmp_path: Path) -> None:
    """The contract is complete: a module that nobody placed turns CI red."""
    leave_out = shutil.ignore_patterns("__pycache__", "data", "bugs", "checks", "misconceptions", "pictures")
    shutil.copytree(ROOT / "grader", tmp_path / "grader", ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as stream:
        stream.write(text)

    assert lint_imports(tmp_path).returncode == 1


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_files_and_functions_stay_small(path: Path) -> None:
    """One idea a file; a function fits a screen."""
    text = path.read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert len(text.splitlines()) <= LINES_LIMIT
    assert not [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= FUNCTION_LIMIT]


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_names_no_exercise(path: Path) -> None:
    """Adding an exercise touches its four files and nothing else."""
    code = re.sub(r'""".*?"""|#.*', "", path.read_text("utf-8"), flags=re.DOTALL)
    functions = [name for exercise in COURSE.names() for name in COURSE.functions(exercise) if len(name) > 12]

    assert not re.search(r"exercise\d", code)
    assert not [function for function in functions if re.search(rf"\b{function}\b", code)]


def names_taken_from_elsewhere() -> dict[str, set[Path]]:
    """Every name that a Python file takes from another one (imported, looked up on a module, or said in text), with the files."""
    taken: dict[str, set[Path]] = {}
    folders = [ROOT / folder for folder in ("grader", "tests", "tools", "benchmarks")]
    corpora = tuple(ROOT / "tests" / folder for folder in ("accepted", "rejected", "hostile", "second_course"))
    for path in (path for folder in folders for path in folder.rglob("*.py") if not is_below(path, corpora)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found: list[str] = []
            if isinstance(node, ast.ImportFrom):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.Attribute):
                found = [node.attr]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 1000:
                found = re.findall(r"\w+", node.value)
            for word in found:
                taken.setdefault(word, set()).add(path)
    return taken


def is_below(path: Path, folders: tuple[Path, ...]) -> bool:
    """Whether a file lies in one of the folders."""
    return any(path.is_relative_to(folder) for folder in folders)


def public_names(tree: ast.Module) -> list[str]:
    """Names defined at the top of a file without `_`, but for commands and hooks (click and pytest have them), operators (their
    names are shown), and what a signature or field names."""
    annotations = {
        word.id
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if part is not None
        for word in ast.walk(part)
        if isinstance(word, ast.Name)
    }
    found: list[str] = []
    for node in tree.body:
        if (
            isinstance(node, ast.FunctionDef)
            and node.returns is not None
            and "Iterator[Edit]" in ast.unparse(node.returns)
        ):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found += [node.name] if not any("click." in ast.unparse(entry) for entry in node.decorator_list) else []
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(node.target.id)
    return [word for word in found if not word.startswith(("_", "pytest_")) and word not in annotations | {"main"}]


def test_a_name_that_only_its_own_file_uses_begins_with_an_underscore() -> None:
    """So that a reader sees a file's doors; methods, commands and the types of public functions aside."""
    taken = names_taken_from_elsewhere()
    doors = {path: public_names(ast.parse(path.read_text("utf-8"))) for path in ENGINE if path.name != "__init__.py"}

    assert [
        f"{name(path)}: {word}"
        for path, words in doors.items()
        for word in words
        if not taken.get(word, set()) - {path}
    ] == []


def variables(tree: ast.Module) -> set[str]:
    """Names of parameters and of variables, those of loops and comprehensions among them; fields of classes aside."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = {entry.target for body in bodies for entry in body if isinstance(entry, ast.AnnAssign)}
    stored = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {node.id for node in stored if node not in fields} | parameters


def test_a_variable_says_what_it_is() -> None:
    """A plain noun, where `one`, `place`, `found` and `those` would leave a reader to look it up."""
    vague = {"one", "place", "found", "those"}

    assert [
        f"{name(path)}: {word}"
        for path in ENGINE
        for word in sorted(variables(ast.parse(path.read_text("utf-8"))) & vague)
    ] == []


@pytest.mark.parametrize(
    "script", sorted([*(ROOT / "tools").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")]), ids=name
)
def test_a_script_imports_what_is_there(script: Path) -> None:
    """Nobody runs the benchmarks every day; what they import is looked up all the same."""
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader"):
            module = importlib.import_module(node.module or "")
            assert [alias.name for alias in node.names if not is_there(module, alias.name)] == []


def is_there(module: ModuleType, word: str) -> bool:
    """Whether `from module import word` would do."""
    return hasattr(module, word) or importlib.util.find_spec(f"{module.__name__}.{word}") is not None


FOLDERS = sorted({path.parent for path in ENGINE})


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_names_all_that_is_in_it(folder: Path) -> None:
    """The docstring of its `__init__` is its map; the ground floor's is in docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md" if folder == ROOT / "grader" else folder / "__init__.py").read_text(
        "utf-8"
    )
    there = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}

    assert not {module for module in there if not re.search(rf"\b{module}\b", text)}


def test_the_map_of_folders_is_true() -> None:
    """A folder that is not on the map, or a line of the map without a folder, turns this red."""
    drawn = re.search(r"<!-- map -->\n```\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.DOTALL)
    assert drawn
    mapped = {line.split()[0].rstrip("/") for line in drawn[1].splitlines() if line.startswith("grader/")}

    assert mapped == {name(folder) for folder in FOLDERS} - {"grader"}


def test_the_picture_of_the_layers_follows_the_imports() -> None:
    """`python tools/draw_layers.py` was run after the last change of an import."""
    done = subprocess.run([sys.executable, "tools/draw_layers.py", "--check"], cwd=ROOT, check=False)

    assert done.returncode == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_folder_is_a_hall(folder: Path) -> None:
    """About a dozen doors."""
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= 15


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["hint", "exercise3"],
        [],
        ["--version"],
        ["exercise3", "--help"],
        ["read", "exercise3", "--text"],
        ["debug", "--list"],
        ["debug", "exercise3", "--yes"],
    ],
)
def test_commands_that_need_no_torch_do_not_import_it(arguments: list[str], tmp_path: Path) -> None:
    """They answer at once."""
    code = (
        "import sys\n"
        "from grader.command.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'torch' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
