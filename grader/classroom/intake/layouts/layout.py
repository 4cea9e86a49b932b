"""What a layout says about a tree: who handed in which file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import Student


@dataclass(frozen=True)
class Handed:
    """One file and those who handed it in.

    Attributes:
        owners: one student, or the members of a group.
        path: path in the tree.
        inner: path inside the submission, as the student named it.
        submitted_at: UTC text, or None; settled from the stamp once the class's time zone is known.
        stamp: when it was handed in, as the platform writes it; empty where it does not say.
        sequence: the platform's running number of the upload; a larger one is newer.
        late: whether the platform marked it late.
    """

    owners: tuple[Student, ...]
    path: str
    inner: str
    submitted_at: str | None = None
    sequence: int = 0
    late: bool = False
    stamp: str = ""


@dataclass(frozen=True)
class Reading:
    """A tree read in one layout.

    Attributes:
        notes: sentences for the instructor on what the layout should tell and here does not.
    """

    handed: tuple[Handed, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """One shape that submissions come in.

    Attributes:
        title: what the user is told: "read as: <title>".
        recognises: whether a tree has the shape.
        read: who handed in what; called only on a tree that was recognised.
    """

    title: str
    recognises: Callable[[Tree], bool]
    read: Callable[[Tree], Reading]
