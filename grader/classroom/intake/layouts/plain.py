"""One folder a student, whatever lies inside: `<student>/<name>.py`, `<student>/exercises/<name>.py`."""

from __future__ import annotations

from collections.abc import Iterable

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import File, LeftOut, Tree
from grader.classroom.students import student

# Files that only a results folder of ours has.
_OUR_FILES = frozenset(("gradebook.sqlite", "running.lock"))
_ANSWERS = (".py", ".ipynb")
_NO_STUDENT = frozenset(("data", "results", "__pycache__", "venv", "node_modules", "__macosx"))


def _recognises(tree: Tree) -> bool:
    """Whether there is any folder with a file in it."""
    return any(len(file.parts) > 1 for file in tree.files)


def read(tree: Tree) -> Reading:
    """The top folder's name is the student."""
    folders: dict[str, list[File]] = {}
    left_out: list[LeftOut] = []
    for file in tree.files:
        if len(file.parts) > 1:
            folders.setdefault(file.parts[0], []).append(file)
        else:
            left_out.append(LeftOut(file.path, "lies beside the students' folders, in none of them"))
    handed: list[Handed] = []
    for name, files in folders.items():
        reason = _no_student(name, files)
        if reason:
            left_out.append(LeftOut(name, reason))
        else:
            owner = (student(name, name=name),)
            handed += [Handed(owner, file.path, "/".join(file.parts[1:])) for file in files]
    return Reading(tuple(handed), tuple(left_out))


def _no_student(name: str, files: Iterable[File]) -> str | None:
    """Why a folder is no student's, or None."""
    if any(file.name in _OUR_FILES for file in files):
        return "is a results folder of `grade class`, no student"
    if name.startswith("."):
        return "is a hidden folder, no student"
    if name.casefold() in _NO_STUDENT and not any(file.name.endswith(_ANSWERS) for file in files):
        return "is no student's folder by its name, and holds no .py or .ipynb file"
    return None


LAYOUT = Layout("one folder a student", _recognises, read)
