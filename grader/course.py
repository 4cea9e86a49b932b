"""A course as data: its name, its folders, and what its files say without being run (and without importing torch).

An exercise is four files with one stem, one in each of the course's four folders; nothing is registered anywhere. The
engine knows a course by this value alone; `courses` says where courses are found.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from grader.errors import CourseFault, UnknownExercise
from grader.text import nearest

LEVELS = 3
_STEM = re.compile(r"exercise(\d+)")


@dataclass(frozen=True)
class Course:
    """Where a course's files are.

    Attributes:
        name: what a gradebook keeps of it, such as "autogradus".
        version: likewise, as text.
        title: for people.
        root: the folder that its files are shown relative to.
        exercises: the folder of the stubs.
        solutions: the folder of the solutions, or None where learners have none (an installed wheel of ours).
        checks, misconceptions: the folders of the hidden files.
        tests: the folder with `accepted`, `rejected` and `survivors`, or None.
        reference: what `courses.find_course` finds it by in another process; empty for the course that is built in.
        listed: the stems of its exercises when they do not follow the pattern exercise<number>.
    """

    name: str
    version: str
    title: str
    root: Path
    exercises: Path
    solutions: Path | None
    checks: Path
    misconceptions: Path
    tests: Path | None = None
    reference: str = ""
    listed: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """All exercises, in the order of their numbers or of the list."""
        if self.listed:
            return list(self.listed)
        stems = {path.stem for folder in self._folders() for path in folder.glob("*.py")}
        return sorted(filter(_STEM.fullmatch, stems), key=lambda stem: int(stem.removeprefix("exercise")))

    def resolve(self, name: str) -> str:
        """The exercise that is meant: its name, or its number alone.

        Raises:
            UnknownExercise: there is none; the text lists the nearest names.
        """
        known = self.names()
        wanted = f"exercise{name}" if name.isdigit() else name.lower().removesuffix(".py")
        if wanted in known:
            return wanted
        raise UnknownExercise(
            f"There is no exercise {name!r}. Nearest: {nearest(wanted, known)}. `grade` lists all of them."
        )

    def stub_path(self, name: str) -> Path:
        """The stub of an exercise."""
        return self.exercises / f"{name}.py"

    def solution_path(self, name: str) -> Path:
        """The solution of an exercise.

        Raises:
            CourseFault: this course has no solutions here.
        """
        if self.solutions is None:
            raise CourseFault(f"The course {self.name} has no solutions here; a checkout of it has.")
        return self.solutions / f"{name}.py"

    def checks_path(self, name: str) -> Path:
        """The checks of an exercise."""
        return self.checks / f"{name}.py"

    def misconceptions_path(self, name: str) -> Path:
        """The misconceptions of an exercise."""
        return self.misconceptions / f"{name}.py"

    def paths(self, name: str) -> tuple[Path, ...]:
        """The files of an exercise: stub, solution (where there are any), checks, misconceptions."""
        return tuple(folder / f"{name}.py" for folder in self._folders())

    def missing(self, name: str) -> list[Path]:
        """Those files of an exercise that are not there."""
        return [path for path in self.paths(name) if not path.is_file()]

    def require(self, *names: str) -> None:
        """Insist that every file of these exercises is there.

        Raises:
            CourseFault: one is not; the text names it.
        """
        for name in names:
            if absent := self.missing(name):
                files = " and ".join(map(self.shown, absent))
                verb = "is" if len(absent) == 1 else "are"
                raise CourseFault(
                    f"{files} {verb} missing: an exercise is {len(self.paths(name))} files of one stem. "
                    f"Until then {name} cannot be graded."
                )

    def shown(self, path: Path) -> str:
        """A file of the course as people are told of it: relative to the course."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def option(self) -> str:
        """What a command needs to be about this course, with a space before it: such as " --course second", or nothing."""
        return f" --course {shlex.quote(self.reference)}" if self.reference else ""

    def hidden(self) -> tuple[str, ...]:
        """Folders that no worker may read; the built-in course's are hidden from every worker anyway."""
        return (str(self.root),) if self.reference else ()

    def examples(self, kind: str, name: str) -> list[Path]:
        """Whole or partial submissions kept as tests: `kind` is "accepted" or "rejected"."""
        return sorted((self.tests / kind / name).glob("*.py")) if self.tests else []

    def survivors_path(self, name: str) -> Path | None:
        """The list of an exercise's equivalent mutants, which need not exist; None where there can be none."""
        return self.tests / "survivors" / f"{name}.toml" if self.tests else None

    def exercise_title(self, name: str) -> str:
        """First line of the stub's docstring, without "Exercise N: "."""
        docstring = ast.get_docstring(self._tree(self.stub_path(name))) or name
        return re.sub(r"^Exercise \d+: ", "", docstring.splitlines()[0]).rstrip(".")

    def functions(self, name: str) -> list[str]:
        """Public functions and classes of the stub, in its order."""
        kinds = (ast.FunctionDef, ast.ClassDef)
        body = self._tree(self.stub_path(name)).body
        return [node.name for node in body if isinstance(node, kinds) and node.name[0] != "_"]

    def hints(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Three hints, from nudge to near-answer, for each function.

        Raises:
            CourseFault: the checks have no literal HINTS.
        """
        for node in self._tree(self.checks_path(name)).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if value is not None and any(isinstance(target, ast.Name) and target.id == "HINTS" for target in targets):
                try:
                    return {key: tuple(levels) for key, levels in ast.literal_eval(value).items()}
                except (ValueError, AttributeError, TypeError) as error:
                    raise CourseFault(f"HINTS of {name} must be a plain literal.") from error
        raise CourseFault(f"The checks of {name} must define HINTS.")

    def check_names(self, name: str) -> list[str]:
        """Names of the checks, without `check_`, in the order of the file."""
        return [node.name.removeprefix("check_") for node in self._check_nodes(name)]

    def checks_of(self, name: str, function: str) -> list[str]:
        """Names of the checks of one function."""
        names = []
        for node in self._check_nodes(name):
            calls = [entry for entry in node.decorator_list if isinstance(entry, ast.Call) and entry.args]
            if function in {entry.args[0].value for entry in calls if isinstance(entry.args[0], ast.Constant)}:
                names.append(node.name.removeprefix("check_"))
        return names

    def modules_needed(self, *names: str) -> list[str]:
        """Modules that the stubs import when they are imported: what the template of their workers imports beforehand."""
        modules: set[str] = set()
        for name in names:
            for node in self._tree(self.stub_path(name)).body:
                if isinstance(node, ast.Import):
                    modules |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    modules.add(node.module)
        return sorted(modules - {"__future__"})

    def content_hash(self, name: str) -> str:
        """Hash of the exercise's hidden files: a score is reproducible under the same hash.

        Raises:
            CourseFault: one of them is missing.
        """
        self.require(name)
        digest = hashlib.sha256()
        for path in (self.checks_path(name), self.misconceptions_path(name)):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def versions(self, name: str) -> dict[str, str]:
        """Of all that can change a score: ours, torch's, NumPy's, Python's, and the hash of the exercise's hidden files."""
        packages = {package: metadata.version(package) for package in ("autogradus", "torch", "numpy")}
        return {**packages, "python": platform.python_version(), "checks": self.content_hash(name)}

    def _folders(self) -> tuple[Path, ...]:
        return tuple(filter(None, (self.exercises, self.solutions, self.checks, self.misconceptions)))

    def _check_nodes(self, name: str) -> Iterator[ast.FunctionDef]:
        for node in self._tree(self.checks_path(name)).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
                yield node

    def _tree(self, path: Path) -> ast.Module:
        try:
            status = path.stat()
            return _parsed(path, status.st_mtime_ns, status.st_size)
        except SyntaxError as error:
            raise CourseFault(f"{self.shown(path)} cannot be read: {error.msg} in line {error.lineno}.") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CourseFault(f"{self.shown(path)} cannot be read: {reason}.") from error


@lru_cache(maxsize=256)
def _parsed(path: Path, mtime_ns: int, size_bytes: int) -> ast.Module:
    """The syntax tree of a file as it is now; a changed file is parsed again."""
    return ast.parse(path.read_text("utf-8"), str(path))
