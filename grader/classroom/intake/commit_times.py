"""When a clone's last commit was made, read from its `.git` as data: no git is ever run on a stranger's repository.

A loose object is zlib data; a pack is looked into through its index, at one place. What is larger than the caps gives no
time. The reflog serves where the commit itself cannot be read; its line
"clone:" is the time of the download and never counts. Source: Git's documentation, gitrepository-layout.
"""

from __future__ import annotations

import re
import struct
import zlib
from datetime import UTC, datetime

from grader.classroom.intake.git_packs import Pack, unpacked
from grader.classroom.intake.trees import Tree
from grader.errors import Refused
from grader.files import MIB

_MAX_TEXT_BYTES = 1 * MIB
_MAX_PACK_BYTES = 256 * MIB
_MOST_PACKS = 20
_HASH = re.compile(r"[0-9a-f]{40}")
_REFERENCE = re.compile(r"ref: (refs/heads/[\w./-]{1,200})")
_COMMITTER = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_LOGGED = re.compile(r"> (\d{1,12}) [+-]\d{4}\tcommit")


def commit_time(tree: Tree, repository: str) -> str | None:
    """When the checked-out commit of a clone was made, by its author's clock; UTC text, None where nothing tells."""
    git = f"{repository}/.git"
    try:
        name = _head(tree, git)
        data = _commit(tree, git, name) if name else None
        committer = _COMMITTER.search(data) if data else None
        seconds = int(committer[1]) if committer else _logged(tree, git)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError, IndexError, struct.error, zlib.error):
        return None


def _read(tree: Tree, path: str, cap_bytes: int = _MAX_TEXT_BYTES) -> bytes:
    """A file inside `.git`; nothing where it cannot be read."""
    try:
        return tree.read(path, cap_bytes)
    except (Refused, KeyError):
        return b""


def _head(tree: Tree, git: str) -> str | None:
    """The hash of the checked-out commit."""
    text = _read(tree, f"{git}/HEAD").decode("ascii", "replace").strip()
    named = _REFERENCE.fullmatch(text)
    if named is None:
        return text if _HASH.fullmatch(text) else None
    if ".." in named[1]:
        return None
    loose = _read(tree, f"{git}/{named[1]}").decode("ascii", "replace").strip()
    if _HASH.fullmatch(loose):
        return loose
    packed = _read(tree, f"{git}/packed-refs").decode("utf-8", "replace")
    return next((line[:40] for line in packed.splitlines() if line[40:] == f" {named[1]}"), None)


def _commit(tree: Tree, git: str, name: str) -> bytes | None:
    """The text of a commit, from a loose object or a pack."""
    loose = _read(tree, f"{git}/objects/{name[:2]}/{name[2:]}")
    if loose:
        return unpacked(loose)
    packs = [entry for entry in tree.names(f"{git}/objects/pack") if entry.endswith(".idx")]
    for index in packs[:_MOST_PACKS]:
        path = f"{git}/objects/pack/{index}"
        data = _read(tree, path.removesuffix(".idx") + ".pack", _MAX_PACK_BYTES)
        text = Pack(_read(tree, path, _MAX_PACK_BYTES), data).commit(bytes.fromhex(name))
        if text is not None:
            return text
    return None


def _logged(tree: Tree, git: str) -> int | None:
    """Seconds of the last line of the reflog that tells of a commit."""
    text = _read(tree, f"{git}/logs/HEAD").decode("utf-8", "replace")
    matches = _LOGGED.findall(text)
    return int(matches[-1]) if matches else None
