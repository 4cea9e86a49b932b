"""Archives from strangers, read one member at a time: no links, no escapes, no bombs, nothing nested opened.

Python's own extractors are not used: zipfile repairs bad names silently, tarfile makes links. Here a member with a bad
name is left out and listed. `Archive.read` hands out bytes; `unpack` writes a tree's files below a folder.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.folders import BINARY, NO_FOLLOW, PASSED_OVER, PASSED_OVER_REASON
from grader.classroom.intake.trees import DEFAULT_LIMITS, File, LeftOut, Tree, TreeLimits
from grader.errors import Refused
from grader.files import MIB, too_large

_DRIVE = re.compile(r"^[A-Za-z]:")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_READABLE_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


def member_path(name: str, limits: TreeLimits = DEFAULT_LIMITS) -> str:
    """The path of an archive's member, with "/" between its parts; raises Refused when it could escape or mislead."""
    path = name.replace("\\", "/")
    parts = path.removesuffix("/").split("/")
    if "\0" in path or any(ord(char) < 32 for char in path):
        raise Refused("its name holds a control character")
    if path.startswith("/") or _DRIVE.match(path):
        raise Refused("its name is an absolute path")
    if ".." in parts:
        raise Refused('its name climbs out with ".."')
    if len(path.encode("utf-8", "surrogateescape")) > limits.path_bytes:
        raise Refused(f"its name is longer than {limits.path_bytes} bytes")
    if len(parts) > limits.depth:
        raise Refused(f"lies more than {limits.depth} folders deep")
    kept = [part for part in parts if part not in ("", ".")]
    if not kept:
        raise Refused("it has no name")
    return "/".join(kept)


class Shelf:
    """Members accepted so far; refuses what would overwrite another one on some file system."""

    def __init__(self, limits: TreeLimits) -> None:
        """An empty shelf."""
        self.limits = limits
        self.left_out: list[LeftOut] = []
        self._seen: dict[str, str] = {}
        self._passed_over: set[str] = set()
        self._total_bytes = 0

    def admit(self, name: str, size_bytes: int, reason: str | None = None) -> str | None:
        """The member's path when it may be read, else None, and the reason is listed."""
        try:
            path = member_path(name, self.limits)
            if self._passes_over(path):
                return None
            self._refuse(path, size_bytes, reason)
        except Refused as refusal:
            self.left_out.append(LeftOut(name, str(refusal)))
            return None
        self._seen[_spelling(path)] = path
        self._total_bytes += size_bytes
        return path

    def _passes_over(self, path: str) -> bool:
        """Whether the member lies in a folder that holds no answer; such a folder is listed once."""
        parts = path.split("/")
        depth = next((depth for depth, part in enumerate(parts[:-1], 1) if part in PASSED_OVER), None)
        if depth is None:
            return False
        folder = "/".join(parts[:depth])
        if folder not in self._passed_over:
            self._passed_over.add(folder)
            self.left_out.append(LeftOut(folder, PASSED_OVER_REASON))
        return True

    def _refuse(self, path: str, size_bytes: int, reason: str | None) -> None:
        if reason:
            raise Refused(reason)
        other = self._seen.get(_spelling(path))
        if other == path:
            raise Refused("the archive holds two files of this name; the first counts")
        if other is not None:
            raise Refused(f"its name differs from {other} only in upper and lower case; the first counts")
        if size_bytes > self.limits.file_mib * MIB:
            raise Refused(too_large(size_bytes, self.limits.file_mib * MIB))
        if self._total_bytes + size_bytes > self.limits.total_mib * MIB:
            raise Refused(f"the archive unpacks to more than {self.limits.total_mib} MiB")


def _spelling(path: str) -> str:
    """What two members must not share: below one top folder case does not count; two top folders are two students."""
    top, slash, rest = path.partition("/")
    return f"{top}/{rest.casefold()}" if slash else top.casefold()


@dataclass(frozen=True)
class _ZipTree:
    """The readable members of a zip file; each is unpacked only when it is read.

    Attributes:
        beside: members of `.git` folders, which are no files of the tree; what reads a commit's time asks for them.
    """

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    left_out: tuple[LeftOut, ...]
    beside: dict[str, zipfile.ZipInfo]

    @property
    def label(self) -> str:
        """Name of the zip file."""
        return Path(self.archive.filename or "").name

    @property
    def files(self) -> tuple[File, ...]:
        """Readable members, by path."""
        return tuple(File(path, info.file_size) for path, info in sorted(self.members.items()))

    def read(self, path: str, cap_bytes: int) -> bytes:
        """One member's bytes, unpacked piece by piece so that a lie about its size costs at most the cap."""
        info = self.members.get(path) or self.beside[path]
        if info.file_size > cap_bytes:
            raise Refused(too_large(info.file_size, cap_bytes))
        try:
            with self.archive.open(info) as stream:
                data = stream.read(cap_bytes + 1)
        except (*_DAMAGE, RuntimeError) as error:
            raise Refused(f"is damaged inside the archive ({error})") from error
        if len(data) > cap_bytes:
            raise Refused(too_large(len(data), cap_bytes))
        return data

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in one folder that is passed over, as the list of members has them."""
        return names_below(self.beside, folder)


def names_below(paths: Iterable[str], folder: str) -> tuple[str, ...]:
    """Names that stand directly in a folder, of those that the paths give."""
    start = folder + "/"
    below = (path[len(start) :] for path in paths if path.startswith(start))
    return tuple(sorted(name for name in below if "/" not in name))


def read_zip(path: Path, limits: TreeLimits = DEFAULT_LIMITS) -> _ZipTree:
    """List a zip file's members without unpacking any; raises SubmissionsProblem when it is no zip file."""
    try:
        # Stays open: reading the list of members anew for each of them would take hours for a large class.
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise SubmissionsProblem(f"{path.name} cannot be read as a zip file ({error}). Download it again.") from error
    infos = archive.infolist()
    shelf = Shelf(limits)
    members: dict[str, zipfile.ZipInfo] = {}
    beside: dict[str, zipfile.ZipInfo] = {}
    for info in infos[: limits.files]:
        if _zip_name(info).endswith("/"):  # is_dir() stumbles over a name that begins with NUL
            continue
        admitted = shelf.admit(_zip_name(info), info.file_size, _reason_to_refuse(info, limits))
        if admitted is not None:
            members[admitted] = info
        elif (inside := _inside_git(info, limits)) is not None:
            beside.setdefault(inside, info)
    if len(infos) > limits.files:
        shelf.left_out.append(LeftOut("…", f"the archive holds more than {limits.files} files; the rest is not read"))
    return _ZipTree(archive, members, tuple(sorted(shelf.left_out)), beside)


def _inside_git(info: zipfile.ZipInfo, limits: TreeLimits) -> str | None:
    """The path of an ordinary member of a `.git` folder; None for everything else."""
    try:
        path = member_path(_zip_name(info), limits)
    except Refused:
        return None
    return path if ".git" in path.split("/")[:-1] and _reason_to_refuse(info, limits) is None else None


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its maker meant it: many zip tools write UTF-8 and forget to say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _reason_to_refuse(info: zipfile.ZipInfo, limits: TreeLimits) -> str | None:
    """Why a zip member is not read, or None."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link"
    if kind not in (0, stat.S_IFREG):
        return "is not a regular file"
    if info.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    if info.compress_type not in _READABLE_METHODS:
        return "is packed in a way that is not read here; pack it as an ordinary zip"
    large = info.file_size > limits.ratio_floor_mib * MIB
    if large and info.file_size > limits.ratio * max(info.compress_size, 1):
        return f"unpacks to more than {limits.ratio} times its size, as a zip bomb does"
    return None


def unpack(tree: Tree, folder: Path, limits: TreeLimits = DEFAULT_LIMITS) -> tuple[LeftOut, ...]:
    """Write a tree's files below a new folder, as new regular files; returns what was left out."""
    folder.mkdir(parents=True)
    left_out = list(tree.left_out)
    for file in tree.files:
        try:
            _write_new(folder, member_path(file.path, limits), tree.read(file.path, limits.file_mib * MIB))
        except Refused as refusal:
            left_out.append(LeftOut(file.path, str(refusal)))
    return tuple(sorted(left_out))


def _write_new(folder: Path, path: str, data: bytes) -> None:
    """Write one file that must not exist yet; raises Refused where the file system has no place for it."""
    target = folder / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o600)
    except (FileExistsError, NotADirectoryError) as error:
        raise Refused("another member of the archive stands in its place") from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
