"""Canvas: one flat archive, `<name>[_LATE]_<user id>_<attachment id>_<file name>`.

Source: Canvas LMS, lib/content_zipper.rb.
"""

from __future__ import annotations

import re

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import File, LeftOut, Tree
from grader.classroom.students import Student, student

_NAMED = re.compile(r"^(?P<name>.*?)(?:_(?P<late>LATE))?_(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)$", re.DOTALL)
_ANONYMOUS = re.compile(
    r"^(?:(?P<late>LATE)_)?(?P<user>anon_[A-Za-z0-9]{5})_(?P<attachment>\d+)_(?P<file>.+)$", re.DOTALL
)
_TYPED = re.compile(r"_(?:text|link)\.html$")

# Not every file of a real archive matches (typed text does not), yet most do.
_LEAST_SHARE = 0.5


def _recognises(tree: Tree) -> bool:
    """Whether most files carry a user id and an attachment id in their names, and none lies in a folder."""
    if not tree.files or any(len(file.parts) > 1 for file in tree.files):
        return False
    return sum(_matched(file) is not None for file in tree.files) >= _LEAST_SHARE * len(tree.files)


def _read(tree: Tree) -> Reading:
    """The user id is the student; the newest attachment id is the newest upload."""
    handed: list[Handed] = []
    left_out: list[LeftOut] = []
    for file in tree.files:
        match = _matched(file)
        if match is None:
            typed = _TYPED.search(file.path)
            left_out.append(LeftOut(file.path, "was typed into Canvas, no file" if typed else "has no Canvas name"))
            continue
        late, attachment = match["late"] is not None, int(match["attachment"][:18])
        handed.append(Handed((_owner(match),), file.path, match["file"], sequence=attachment, late=late))
    return Reading(tuple(handed), tuple(left_out))


def _matched(file: File) -> re.Match[str] | None:
    """The parts of a Canvas file name."""
    return _ANONYMOUS.match(file.path) or _NAMED.match(file.path)


def _owner(match: re.Match[str]) -> Student:
    """The student, whose name Canvas squeezes to "doejane"; anonymous grading hides it."""
    return student(match["user"], name=match["name"]) if "name" in match.groupdict() else student(match["user"])


LAYOUT = Layout("Canvas submissions", _recognises, _read)
