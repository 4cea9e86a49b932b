"""Where courses are: the one that is built in, one in any folder, and installed ones, by their entry point."""

from __future__ import annotations

import importlib.util
import os
import re
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import CourseFault, UsageProblem

_ENTRY_POINTS = "autogradus.courses"
FILE = "course.toml"
BUILT_IN = "autogradus"
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
_TEXTS = ("name", "version", "title")


def built_in() -> Course:
    """Our own course: in a checkout its stubs and solutions are beside the package, in a wheel only stubs, inside it."""
    is_checkout = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "exercises").is_dir()
    solutions, tests = _CHECKOUT / "solutions", _CHECKOUT / "tests"
    return Course(
        name=BUILT_IN,
        version=metadata.version("autogradus"),
        title="Autogradus: PyTorch, step by step",
        root=_CHECKOUT,
        exercises=_CHECKOUT / "exercises" if is_checkout else _PACKAGE / "stubs",
        solutions=solutions if is_checkout and solutions.is_dir() else None,
        checks=_PACKAGE / "checks",
        misconceptions=_PACKAGE / "misconceptions",
        tests=tests if is_checkout and tests.is_dir() else None,
    )


def find_course(wanted: str) -> Course:
    """The course that a reference means: a folder, the name of an installed course, or empty for the built-in one.

    Raises:
        UsageProblem: there is none; the text lists the installed ones.
        CourseFault: its course.toml is not as it must be.
    """
    if wanted in ("", BUILT_IN):
        return built_in()
    if Path(wanted).is_dir():
        folder = Path(wanted).resolve()
        return _course_in(folder, str(folder))
    installed = {entry.name: entry for entry in metadata.entry_points(group=_ENTRY_POINTS)}
    if wanted in installed and os.sep not in wanted:
        return _course_in(_folder_of(installed[wanted]), wanted)
    names = ", ".join(sorted({BUILT_IN, *installed}))
    raise UsageProblem(f"There is no course {wanted!r}: no folder, and none of those installed ({names}).")


def _course_in(folder: Path, reference: str) -> Course:
    """The course whose `course.toml` lies in `folder`.

    Args:
        folder: where it lies, without links.
        reference: what `find_course` is to find it by again.

    Raises:
        UsageProblem: there is no course.toml.
        CourseFault: it does not say what it must.
    """
    facts = _facts(folder / FILE)
    solutions, tests = folder / "solutions", folder / "tests"
    return Course(
        **{name: facts[name] for name in _TEXTS},
        root=folder,
        exercises=folder / "exercises",
        solutions=solutions if solutions.is_dir() else None,
        checks=folder / "checks",
        misconceptions=folder / "misconceptions",
        tests=tests if tests.is_dir() else None,
        reference=reference,
        listed=tuple(facts.get("exercises", ())),
    )


def _facts(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise UsageProblem(
            f"{file} does not exist. A course is a folder with {FILE} (name, version, title), exercises/, solutions/, "
            "checks/ and misconceptions/."
        )
    try:
        facts = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CourseFault(f"{file} cannot be read: {error}.") from error
    for name in _TEXTS:
        if not isinstance(facts.get(name), str) or not facts[name].strip():
            raise CourseFault(f'{file} must say {name} = "..."; got {facts.get(name)!r}.')
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", facts["name"]) or facts["name"] == BUILT_IN:
        raise CourseFault(
            f"{file} must give a name of letters, digits, '-' and '_' other than ours; got {facts['name']!r}."
        )
    for stem in _listed(file, facts):
        if not isinstance(stem, str) or not stem.isidentifier():
            raise CourseFault(f"{file} must list exercises by the stems of their files; got {stem!r}.")
    return facts


def _listed(file: Path, facts: dict[str, Any]) -> list[Any]:
    stems = facts.get("exercises", [])
    if not isinstance(stems, list):
        raise CourseFault(f'{file} must list exercises = ["...", "..."]; got {stems!r}.')
    return stems


def _folder_of(entry: metadata.EntryPoint) -> Path:
    """The folder of the module or package that an entry point names; nothing of its package is run to find it."""
    top, *parts = entry.module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        raise CourseFault(f"The course {entry.name} is installed as {entry.module}, which cannot be found.")
    roots = [Path(root) for root in spec.submodule_search_locations or ()]
    folders = [root.joinpath(*parts) for root in roots if root.joinpath(*parts).is_dir()]
    if not folders and (module := _module_file(roots, parts, spec.origin)):
        folders = [module.parent]
    if not folders:
        raise CourseFault(f"The course {entry.name} is installed as {entry.module}, which has no folder.")
    return folders[0].resolve()


def _module_file(roots: Sequence[Path], parts: Sequence[str], origin: str | None) -> Path | None:
    """The file of a module in a package, or of one that stands alone."""
    if not parts:
        return Path(origin) if origin else None
    files = [root.joinpath(*parts).with_suffix(".py") for root in roots]
    return next((file for file in files if file.is_file()), None)
