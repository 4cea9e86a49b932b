"""The shape of the code: imports point one way, files stay small, the engine knows no exercise, README's map is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.courses import built_in

COURSE = built_in()

ROOT = Path(__file__).resolve().parents[1]
ENGINE = sorted(
    path for path in (ROOT / "grader").rglob("*.py") if path.parent.name not in ("checks", "misconceptions", "stubs")
)
LINES_LIMIT = 250
FUNCTION_LIMIT = 40
# What must not know of what: the left side never imports the right side.
FORBIDDEN = {
    "grader/outcome.py": ("grader",),
    "grader/errors.py": ("grader",),
    "grader/sandbox": (
        "grader.checks", "grader.grading.checking", "grader.grading.grade", "grader.kit.judging", "grader.diagnosis.recognition", "grader.course", "grader.courses",
        "grader.kit.mnist", "grader.command.main", "grader.command.grading", "grader.classroom", "grader.misconceptions", "grader.diagnosis.known",
    ),
    "grader/grading/checking.py": ("grader.grading.grade", "grader.command.main", "grader.command.grading", "grader.command.terminal", "grader.classroom"),
    "grader/grading/grade.py": ("grader.command.main", "grader.command.grading", "grader.command.terminal", "grader.classroom", "grader.verification"),
    "grader/course.py": ("torch", "grader.grading.checking", "grader.grading.grade", "grader.kit.judging"),
}  # fmt: skip


def name(path: Path) -> str:
    """Path below the checkout."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_imports_point_one_way(path: Path) -> None:
    """Nothing below knows what is above it."""
    for place, unwanted in FORBIDDEN.items():
        if name(path) == place or name(path).startswith(f"{place}/"):
            wrong = {one for one in imported(path) for other in unwanted if one == other or one.startswith(f"{other}.")}
            assert not wrong


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


def test_readme_maps_every_engine_file() -> None:
    """A file that is not in README's map, or a line of the map without a file, turns this red."""
    tree = re.search(r"<!-- map -->\n```\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert tree
    lines = [line.split()[0] for line in tree[1].splitlines() if line.strip()]
    mapped = {line for line in lines if line.endswith(".py")}
    there = {name(path) for path in ENGINE if path.name != "__init__.py"}

    assert mapped == there


@pytest.mark.parametrize("arguments", [["--help"], ["hint", "exercise3"], [], ["--version"], ["exercise3", "--help"]])
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
