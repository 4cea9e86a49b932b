"""From a path to a tree in a known layout: a folder, a zip or a tar archive, less the folders wrapped around the class."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.archives import read_zip
from grader.classroom.intake.choosing import HOME_FOLDER
from grader.classroom.intake.folders import read_folder
from grader.classroom.intake.layouts import LAYOUTS, Layout
from grader.classroom.intake.tarballs import read_tar
from grader.classroom.intake.trees import Below, Tree, top_folders

_TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
# Archives wrap what they hold in folders of their own; deeper than this it is the submission's folder.
_MOST_WRAPPERS = 3
_WRAPPER_NAMES = ("submissions", "submitted", "students")
_WRAPPER_ENDINGS = ("-submissions", "_submissions", "_export")
_UNPACK = "Unpack it and give the folder, or pack it as a zip."
_SIGNATURES = (
    (b"PK", "is a damaged zip archive: its end is missing or broken. Download it again."),
    (b"7z\xbc\xaf\x27\x1c", f"is a 7z archive, which is not read here. {_UNPACK}"),
    (b"Rar!", f"is a rar archive, which is not read here. {_UNPACK}"),
    (b"\x1f\x8b", "is packed with gzip. If it is a tar archive, name it .tar.gz; otherwise unpack it first."),
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html)", re.IGNORECASE)


def open_tree(path: Path) -> Tree:
    """The files below a folder or in an archive."""
    if path.is_dir():
        return read_folder(path)
    if not path.is_file():
        raise SubmissionsProblem(f"There is no {path}. Give the folder or archive that your platform handed out.")
    if path.name.lower().endswith(_TAR_ENDINGS):
        return read_tar(path)
    if zipfile.is_zipfile(path):
        return read_zip(path)
    raise SubmissionsProblem(f"{path.name} {_what_it_is(path)}")


def _what_it_is(path: Path) -> str:
    """What a file is that is no class, by its first bytes, and what to do."""
    with path.open("rb") as stream:
        start = stream.read(512)
    sentence = next((said for mark, said in _SIGNATURES if start.startswith(mark)), None)
    if sentence is None and _WEB_PAGE.match(start):
        sentence = "is a web page, perhaps the login page of the platform. Log in there and download it again."
    return sentence or "is no folder, zip or tar archive. Give what your platform handed out."


def recognise(tree: Tree) -> tuple[Layout, Tree]:
    """The first layout that fits, at the top or inside the folders that an archive wraps around it."""
    telling, plain = LAYOUTS[:-1], LAYOUTS[-1]
    candidate = tree
    for _ in range(_MOST_WRAPPERS):
        for layout in telling:
            if layout.recognises(candidate):
                return layout, candidate
        folders = top_folders(candidate.files)
        if len(folders) != 1:
            break
        candidate = Below(candidate, folders.pop())
    while _is_wrapped(tree):
        tree = Below(tree, top_folders(tree.files).pop())
    return plain, tree


def _is_wrapped(tree: Tree) -> bool:
    """Whether the only folder at the top holds the students' folders rather than being a student's own."""
    folders = top_folders(tree.files)
    if len(folders) != 1:
        return False
    name = next(iter(folders))
    if name.lower() in _WRAPPER_NAMES or name.lower().endswith(_WRAPPER_ENDINGS):
        return True
    below = top_folders(Below(tree, name).files)
    return len(below) > 1 and HOME_FOLDER not in below
