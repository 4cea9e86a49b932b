"""What `grade class` and `grade regrade` may be asked; the command line fills it in, the gradebook keeps what it must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.gradebook.pending import WHOLE, Shard


class RegradeAction(StrEnum):
    """What becomes of the grades that today's checks would give."""

    PREVIEW = "preview"
    APPLY = "apply"
    DROP = "drop"


@dataclass(frozen=True)
class RunOptions:
    """How a class or a regrade runs.

    Attributes:
        mnist: "embedded" or "full"; None for what the class has, else "embedded".
        no_sandbox: whether workers run without the lockdown.
        verbose: whether every submission gets a line.
        dask_address: the scheduler of a Dask cluster; None for the processes of this machine.
        jobs: processes side by side; None for one for each core.
        students: only these, in a regrade; none for everybody.
        page: a page for the projector, rewritten while it runs; None for none.
    """

    mnist: str | None = None
    no_sandbox: bool = False
    verbose: bool = False
    dask_address: str | None = None
    jobs: int | None = None
    students: Sequence[str] = ()
    page: Path | None = None


@dataclass(frozen=True)
class ClassOptions:
    """What is taken in, where the gradebook is, and how it is graded.

    Attributes:
        submissions: a folder or an archive.
        out: the folder of the gradebook.
        seed: the class's seed; None for the one that it has, else a fresh one.
        roster: a CSV file of who is in the class; None for that of an earlier run.
        shard: the part of the class to grade.
        exercises: those that count; none for what was named before, else for what more than half handed in.
        join: whether students of earlier runs may move to the roster's ids.
        time_zone: which zone times without one of their own are in; None for that of an earlier run.
        other_layout: whether the hand-out may have another layout than the class had before.
        apart: ids of the hand-out that are nobody on the roster; kept.
        seed_per_student: whether each student gets a seed of their own, which follows from the class's; kept.
        run: how it runs.
    """

    submissions: Path
    out: Path
    seed: int | None = None
    roster: Path | None = None
    shard: Shard = WHOLE
    exercises: Sequence[str] = ()
    join: bool = False
    time_zone: ZoneInfo | None = None
    other_layout: bool = False
    apart: Sequence[str] = ()
    seed_per_student: bool = False
    run: RunOptions = field(default_factory=RunOptions)
