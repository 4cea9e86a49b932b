"""Moodle: `<full name>_<id>_assignsubmission_file[_]/<path>`, or flat with the file's name glued on.

The id is the number in the Identifier column of the grading worksheet.
Source: Moodle, mod/assign/classes/downloader.php.
"""

from __future__ import annotations

import re

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import student

# Older versions end the folder with "_"; a flat name has "_" before the file's own name.
_SUBMISSION = re.compile(r"^(?P<name>[^/]*?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)_?/?(?P<file>.+)$", re.DOTALL)
_LEAST_SHARE = 0.5


def _recognises(tree: Tree) -> bool:
    """Whether most paths are named as Moodle names them."""
    if not tree.files:
        return False
    return sum(_SUBMISSION.match(file.path) is not None for file in tree.files) >= _LEAST_SHARE * len(tree.files)


def _read(tree: Tree) -> Reading:
    """The id is the student, or the group where groups hand in; blind marking gives "Participant" as the name."""
    handed: list[Handed] = []
    left_out: list[LeftOut] = []
    for file in tree.files:
        match = _SUBMISSION.match(file.path)
        if match is None:
            left_out.append(LeftOut(file.path, "has no Moodle name"))
        elif match["kind"] != "file":
            left_out.append(LeftOut(file.path, "was typed into Moodle, no file"))
        else:
            owner = student(match["id"], name=match["name"], group=match["name"])
            handed.append(Handed((owner,), file.path, match["file"]))
    return Reading(tuple(handed), tuple(left_out))


LAYOUT = Layout("Moodle submissions", _recognises, _read)
