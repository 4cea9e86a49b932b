"""What a folder and an archive have in common: files with paths, and a list of what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from grader.classroom.names import shown


@dataclass(frozen=True, order=True)
class LeftOut:
    """A file that is not graded, and the reason in one phrase."""

    path: str
    reason: str

    def __str__(self) -> str:
        """Path and reason on one line."""
        return f"{shown(self.path, 300)}: {self.reason}"


@dataclass(frozen=True, order=True)
class Unread(LeftOut):
    """A file that its student probably meant as an answer, and that nobody could read."""

    student: str = ""


@dataclass(frozen=True, order=True)
class File:
    """One readable file: its path with "/" between the parts, and its size."""

    path: str
    size_bytes: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The path's parts."""
        return tuple(self.path.split("/"))

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class TreeLimits:
    """How much of a folder or archive is looked at.

    Attributes:
        files: files and folders in all.
        file_mib: one unpacked file.
        total_mib: all unpacked files together.
        ratio: unpacked over packed size of one file; applies above `ratio_floor_mib`.
        depth: folders inside folders.
        path_bytes: length of one path.
    """

    files: int = 500_000
    file_mib: int = 64
    total_mib: int = 8192
    ratio: int = 200
    ratio_floor_mib: int = 1
    depth: int = 20
    path_bytes: int = 2048


DEFAULT_LIMITS = TreeLimits()


class Tree(Protocol):
    """Files to read, one at a time."""

    @property
    def label(self) -> str:
        """Name of the folder or archive."""

    @property
    def files(self) -> tuple[File, ...]:
        """Readable files, in the order of their paths."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was not even looked into, in the order of the paths."""

    def read(self, path: str, cap_bytes: int) -> bytes:
        """The bytes of one file; raises Refused, also when there are more than `cap_bytes`."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in a folder that is passed over otherwise, such as one inside `.git`, where it is kept."""


@dataclass(frozen=True)
class Below:
    """A tree seen from one of its folders."""

    tree: Tree
    folder: str

    @property
    def label(self) -> str:
        """Name of the folder."""
        return self.folder.rsplit("/", 1)[-1]

    @property
    def files(self) -> tuple[File, ...]:
        """Files below the folder, by their path from it."""
        start = self.folder + "/"
        return tuple(replace(f, path=f.path[len(start) :]) for f in self.tree.files if f.path.startswith(start))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Everything the tree left out; what lies below the folder, by its path from it."""
        start = self.folder + "/"
        return tuple(replace(entry, path=entry.path.removeprefix(start)) for entry in self.tree.left_out)

    def read(self, path: str, cap_bytes: int) -> bytes:
        """As the tree reads it."""
        return self.tree.read(f"{self.folder}/{path}", cap_bytes)

    def names(self, folder: str) -> tuple[str, ...]:
        """As the tree has them."""
        return self.tree.names(f"{self.folder}/{folder}")


def top_folders(files: Iterable[File]) -> set[str]:
    """Names of the folders at the top."""
    return {file.parts[0] for file in files if len(file.parts) > 1}
