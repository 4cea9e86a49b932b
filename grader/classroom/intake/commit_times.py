"""When a clone's last commit was made, read from its `.git` as data: no git is ever run on a stranger's repository.

A loose object is zlib data; a pack is looked into through its index (version 2), at one place. What is packed as a
difference, or is larger than the caps, gives no time. The reflog serves where the commit itself cannot be read; its line
"clone:" is the time of the download and never counts. Source: Git's documentation, gitformat-pack and gitformat-index.
"""

from __future__ import annotations

import re
import struct
import zlib
from datetime import UTC, datetime

from grader.classroom.intake.trees import Tree
from grader.errors import Refused
from grader.files import MIB

_MAX_TEXT_BYTES = 1 * MIB
_MAX_PACK_BYTES = 256 * MIB
_MAX_COMMIT_BYTES = 64 * 1024
_MOST_PACKS = 20
_COMMIT = 1
_HASH = re.compile(r"[0-9a-f]{40}")
_REFERENCE = re.compile(r"ref: (refs/heads/[\w./-]{1,200})")
_COMMITTER = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_LOGGED = re.compile(r"> (\d{1,12}) [+-]\d{4}\tcommit")


def commit_time(tree: Tree, repository: str) -> str | None:
    """When the checked-out commit of a clone was made, by its author's clock; UTC text, None where nothing tells."""
    git = f"{repository}/.git"
    try:
        found = _head(tree, git)
        data = _commit(tree, git, found) if found else None
        committer = _COMMITTER.search(data) if data else None
        seconds = int(committer[1]) if committer else _logged(tree, git)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError, struct.error, zlib.error):
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
        return _unpacked(loose)
    packs = [entry for entry in tree.names(f"{git}/objects/pack") if entry.endswith(".idx")]
    for index in packs[:_MOST_PACKS]:
        path = f"{git}/objects/pack/{index}"
        offset = _offset_of(_read(tree, path, _MAX_PACK_BYTES), bytes.fromhex(name))
        if offset is not None:
            return _packed_commit(_read(tree, path.removesuffix(".idx") + ".pack", _MAX_PACK_BYTES), offset)
    return None


def _unpacked(data: bytes) -> bytes:
    """The beginning of zlib data, never more than a commit may have."""
    return zlib.decompressobj().decompress(data, _MAX_COMMIT_BYTES)


def _offset_of(index: bytes, name: bytes) -> int | None:
    """Where an object stands in the pack of an index: 256 counts, then sorted names, checksums, offsets."""
    if index[:8] != b"\xfftOc\0\0\0\x02":
        return None
    counts = struct.unpack_from(">256I", index, 8)
    total, names = counts[255], 8 + 1024
    low, high = counts[name[0] - 1] if name[0] else 0, counts[name[0]]
    while low < high:
        middle = (low + high) // 2
        there = index[names + 20 * middle : names + 20 * middle + 20]
        if there == name:
            (offset,) = struct.unpack_from(">I", index, names + 24 * total + 4 * middle)
            return offset if offset < 1 << 31 else None
        low, high = (middle + 1, high) if there < name else (low, middle)
    return None


def _packed_commit(pack: bytes, offset: int) -> bytes | None:
    """The commit at a place of a pack; None for anything else, a difference too."""
    if not 0 < offset < len(pack) or (pack[offset] >> 4) & 7 != _COMMIT:
        return None
    while pack[offset] & 0x80:
        offset += 1
    return _unpacked(pack[offset + 1 : offset + 1 + _MAX_COMMIT_BYTES])


def _logged(tree: Tree, git: str) -> int | None:
    """Seconds of the last line of the reflog that tells of a commit."""
    text = _read(tree, f"{git}/logs/HEAD").decode("utf-8", "replace")
    found = _LOGGED.findall(text)
    return int(found[-1]) if found else None
