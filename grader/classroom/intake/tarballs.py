"""Tar archives, read in one pass: their members cannot be reached one by one."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.archives import Shelf, member_path, names_below
from grader.classroom.intake.trees import DEFAULT_LIMITS, File, LeftOut, TreeLimits
from grader.errors import Refused
from grader.files import MIB, too_large

# By a file's first two bytes.
_OPENERS: Mapping[bytes, Callable[[Path], object]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
# Everything read is held in memory, so a tar archive of a class may be smaller than a zip file of one.
_TAR_TOTAL_MIB = 1024
# Of the `.git` folders only what may tell a commit's time is kept, and no more than this.
_OF_GIT = re.compile(
    r"(?:HEAD|packed-refs|logs/HEAD|refs/heads/.+|objects/[0-9a-f]{2}/[0-9a-f]{38}|objects/pack/[^/]+)"
)
_GIT_FILE_MIB = 16
_GIT_TOTAL_MIB = 256


class _CapReachedError(OSError):
    """The stream gave more bytes than the cap."""


class _Capped:
    """A stream that refuses to go on after a number of bytes: a header may claim any size."""

    def __init__(self, stream: IO[bytes], cap_bytes: int) -> None:
        """A stream with so many bytes to give."""
        self._stream = stream
        self._left_bytes = cap_bytes

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; raises CapReachedError beyond the cap."""
        data = self._stream.read(size)
        self._left_bytes -= len(data)
        if self._left_bytes < 0:
            raise _CapReachedError("it unpacks to too much")
        return data


@dataclass(frozen=True)
class _TarTree:
    """The readable members of a tar archive, in memory.

    Attributes:
        beside: members of `.git` folders that may tell a commit's time; they are no files of the tree.
    """

    path: Path
    members: dict[str, bytes]
    left_out: tuple[LeftOut, ...]
    beside: dict[str, bytes]

    @property
    def label(self) -> str:
        """Name of the archive."""
        return self.path.name

    @property
    def files(self) -> tuple[File, ...]:
        """Readable members, by path."""
        return tuple(File(path, len(data)) for path, data in sorted(self.members.items()))

    def read(self, path: str, cap_bytes: int) -> bytes:
        """One member's bytes."""
        data = self.members[path] if path in self.members else self.beside[path]
        if len(data) > cap_bytes:
            raise Refused(too_large(len(data), cap_bytes))
        return data

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in one folder of those that are passed over, as far as they are kept."""
        return names_below(self.beside, folder)


def read_tar(path: Path, limits: TreeLimits = DEFAULT_LIMITS) -> _TarTree:
    """Read a tar archive, plain or packed with gzip, bzip2 or xz; raises SubmissionsProblem when it is none."""
    total_bytes = min(limits.total_mib, _TAR_TOTAL_MIB) * MIB
    shelf = Shelf(limits)
    members: dict[str, bytes] = {}
    beside: dict[str, bytes] = {}
    try:
        with _open_packed(path) as stream:
            capped = cast(IO[bytes], _Capped(stream, total_bytes))
            with tarfile.open(fileobj=capped, mode="r|") as archive:
                _read_members(archive, shelf, members, beside)
    except _CapReachedError:
        more = f"the archive unpacks to more than {total_bytes // MIB} MiB; the rest is not read"
        shelf.left_out.append(LeftOut("…", more))
    except (tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
        raise SubmissionsProblem(f"{path.name} cannot be read as a tar archive ({error}). Make it again.") from error
    return _TarTree(path, members, tuple(sorted(shelf.left_out)), beside)


def _read_members(archive: tarfile.TarFile, shelf: Shelf, members: dict[str, bytes], beside: dict[str, bytes]) -> None:
    """Read every regular member into `members`; what tells a commit's time into `beside`."""
    git_bytes = 0
    for number, info in enumerate(archive):
        if number >= shelf.limits.files:
            more = f"the archive holds more than {shelf.limits.files} files; the rest is not read"
            shelf.left_out.append(LeftOut("…", more))
            return
        if info.isdir():
            continue
        path = shelf.admit(info.name, info.size, _reason_to_refuse(info))
        if path is not None:
            members[path] = _content(archive, info)
        elif (inside := _inside_git(info, shelf.limits)) and git_bytes + info.size <= _GIT_TOTAL_MIB * MIB:
            git_bytes += info.size
            beside.setdefault(inside, _content(archive, info))


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    """One member's bytes."""
    stream = archive.extractfile(info)
    return stream.read() if stream else b""


def _inside_git(info: tarfile.TarInfo, limits: TreeLimits) -> str | None:
    """The path of an ordinary member of a `.git` folder that may tell a commit's time; None for everything else."""
    if _reason_to_refuse(info) is not None or info.size > _GIT_FILE_MIB * MIB:
        return None
    try:
        path = member_path(info.name, limits)
    except Refused:
        return None
    _, git, inside = path.partition("/.git/")
    return path if git and _OF_GIT.fullmatch(inside) else None


def _reason_to_refuse(info: tarfile.TarInfo) -> str | None:
    """Why a tar member is not read, or None."""
    if info.issym() or info.islnk():
        return "is a link"
    if not info.isreg() or info.issparse():
        return "is not a regular file"
    return None


def _open_packed(path: Path) -> IO[bytes]:
    """The unpacked stream, by the file's first bytes."""
    with path.open("rb") as stream:
        opener = _OPENERS.get(stream.read(2))
    return cast(IO[bytes], opener(path)) if opener else path.open("rb")
