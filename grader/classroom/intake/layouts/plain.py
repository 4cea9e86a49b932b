"""One folder a student, whatever lies inside: `<student>/<name>.py`, `<student>/exercises/<name>.py`."""

from __future__ import annotations

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import student


def _recognises(tree: Tree) -> bool:
    """Whether there is any folder with a file in it."""
    return any(len(file.parts) > 1 for file in tree.files)


def read(tree: Tree) -> Reading:
    """The top folder's name is the student."""
    handed = tuple(
        Handed((student(file.parts[0], name=file.parts[0]),), file.path, "/".join(file.parts[1:]))
        for file in tree.files
        if len(file.parts) > 1
    )
    beside = tuple(
        LeftOut(file.path, "lies beside the students' folders, in none of them")
        for file in tree.files
        if len(file.parts) == 1
    )
    return Reading(handed, beside)


LAYOUT = Layout("one folder a student", _recognises, read)
