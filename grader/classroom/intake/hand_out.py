"""From what a platform hands out to units: who handed in what, which file counts, and what was left out and why.

`take_in` looks at names only, so that even a large class is read at once; `Intake.units` then reads one source at a
time. A file that turns out to be unreadable becomes a LeftOut there, never an error: one broken submission does not
stop the class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.choosing import NOTHING_ASSIGNED, Assigned, Chosen, attempts_of, choose, unread_of
from grader.classroom.intake.folders import PASSED_OVER_REASON
from grader.classroom.intake.layouts import Handed, Layout
from grader.classroom.intake.opening import open_tree, recognise
from grader.classroom.intake.owners import join
from grader.classroom.intake.trees import LeftOut, Tree, Unread
from grader.classroom.names import shown
from grader.classroom.roster import Roster
from grader.classroom.students import Student
from grader.classroom.times import utc_text
from grader.classroom.units import Unit
from grader.errors import Refused
from grader.notebooks import MAX_NOTEBOOK_BYTES, MAX_SOURCE_BYTES, notebook_source, without_notebook_calls

_UNDATED_SHOWN = 5


@dataclass(frozen=True)
class Intake:
    """What was handed in, not yet read.

    Attributes:
        title: the layout, in words.
        students: everyone who handed in anything, and with a roster everyone on it; by id.
        chosen: the files that answer an exercise, by student, exercise and attempt.
        left_out: files that are not graded, so far.
        unread: those of them that their students probably meant as an answer.
        notes: sentences for the instructor.
    """

    tree: Tree
    title: str
    students: tuple[Student, ...]
    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def summary(self) -> str:
        """Such as "read as: Moodle submissions, 31 students"."""
        handing_in = len({choice.student for choice in self.chosen})
        absent = len(self.students) - handing_in
        rest = f" ({absent} without a file to grade)" if absent else ""
        return f"read as: {self.title}, {_counted(handing_in, 'student')}{rest}, {_counted(len(self.chosen), 'file')}"

    def units(self) -> Iterator[Unit | LeftOut]:
        """Read each chosen file in turn; the last attempt of a student at an exercise is the one that counts."""
        for _, choices in groupby(self.chosen, key=lambda choice: (choice.student, choice.answer.exercise)):
            read = [(choice, self._read(choice)) for choice in choices]
            yield from (entry for _, entry in read if isinstance(entry, LeftOut))
            pairs = [(choice, entry) for choice, entry in read if isinstance(entry, Unit)]
            attempts, left_out = attempts_of(pairs)
            yield from left_out
            yield from (replace(unit, attempt=number) for number, unit in enumerate(attempts, 1))

    def _read(self, choice: Chosen) -> Unit | LeftOut:
        try:
            source, notes = source_of_file(self.tree, choice)
        except Refused as refusal:
            return Unread(choice.handed.path, str(refusal), choice.student)
        origin = shown(choice.handed.path, 500)
        when, late = choice.handed.submitted_at, choice.handed.late
        return Unit(choice.student, choice.answer.exercise, source, origin, when, 1, late, notes)


def source_of_file(tree: Tree, choice: Chosen) -> tuple[bytes, tuple[str, ...]]:
    """The Python source of a chosen file and sentences on how it was read; raises Refused."""
    notes = (choice.answer.note,) if choice.answer.note else ()
    if not choice.answer.notebook:
        source, forgiven = without_notebook_calls(tree.read(choice.handed.path, MAX_SOURCE_BYTES))
        return source, (*notes, *forgiven)
    source, more = notebook_source(tree.read(choice.handed.path, MAX_NOTEBOOK_BYTES))
    return source, (*notes, *more)


def take_in(
    path: Path,
    exercises: Sequence[str],
    roster: Roster | None = None,
    zone: ZoneInfo | None = None,
    assigned: Assigned = NOTHING_ASSIGNED,
) -> Intake:
    """Recognise the shape of a class and find everyone's files.

    Args:
        path: a folder, a zip or a tar archive.
        exercises: the names of the course's exercises.
        roster: who is in the class, if known.
        zone: which zone times without one of their own are in, if known.
        assigned: files that a person gave to a student and an exercise, by path.

    Raises:
        SubmissionsProblem: the path holds no class.
    """
    layout, tree = recognise(open_tree(path))
    reading = layout.read(tree)
    handed, undated = _dated(_with_assigned(tree, reading.handed, assigned), zone)
    joined = join(handed, roster)
    chosen, passed_over = choose(joined, exercises, assigned)
    beside = [entry for entry in reading.left_out if entry.path not in assigned]
    if not chosen:
        raise SubmissionsProblem(_nothing_found(path, layout, exercises, (*passed_over, *beside, *tree.left_out)))
    others, folders = _without_passed_over(tree.left_out)
    unread = unread_of(joined, exercises, chosen, passed_over)
    left_out = tuple(sorted((*others, *beside, *passed_over)))
    return Intake(
        tree,
        layout.title,
        joined.students,
        chosen,
        left_out,
        (*joined.notes, *reading.notes, *undated, *folders),
        unread,
    )


def _with_assigned(tree: Tree, handed: Iterable[Handed], assigned: Assigned) -> tuple[Handed, ...]:
    """The files with those that a person assigned, which may have no owner by the layout."""
    known = {entry.path: entry for entry in handed}
    for file in tree.files:
        if file.path in assigned:
            mine = known.get(file.path) or Handed((), file.path, file.name)
            known[file.path] = replace(mine, owners=())
    return tuple(known.values())


def _without_passed_over(entries: Iterable[LeftOut]) -> tuple[list[LeftOut], list[str]]:
    """What was left out, less the folders that hold no answer; of those one sentence, however many they are."""
    others = [entry for entry in entries if entry.reason != PASSED_OVER_REASON]
    names = Counter(entry.path.rsplit("/", 1)[-1] for entry in entries if entry.reason == PASSED_OVER_REASON)
    said = ", ".join(f"{number} x {shown(name)}" for name, number in sorted(names.items()))
    return others, [f"not looked into: {said}"] if said else []


def _dated(handed: Iterable[Handed], zone: ZoneInfo | None) -> tuple[tuple[Handed, ...], list[str]]:
    """The files with their times in UTC, and a sentence on the times that name no moment."""
    files = tuple(replace(file, submitted_at=utc_text(file.stamp, zone)) for file in handed)
    unread = {
        owner.label: file.stamp for file in files if file.stamp and not file.submitted_at for owner in file.owners
    }
    if not unread:
        return files, []
    few = "; ".join(f"{shown(label)}: {shown(stamp, 60)!r}" for label, stamp in list(unread.items())[:_UNDATED_SHOWN])
    more = f" and {len(unread) - _UNDATED_SHOWN} more" if len(unread) > _UNDATED_SHOWN else ""
    return files, [
        f"{_counted(len(unread), 'student')} with a time of no known zone, so never late ({few}{more}); "
        "--time-zone Europe/Berlin, say, settles it"
    ]


def _nothing_found(path: Path, layout: Layout, exercises: Sequence[str], left_out: Iterable[LeftOut]) -> str:
    """What to say when no file answers any exercise."""
    expected = f"one folder a student with {exercises[0]}.py inside" if exercises else "at least one exercise"
    seen = next((str(entry) for entry in left_out), "no files at all")
    return f"{path.name}, read as {layout.title}, holds nothing to grade; expected {expected}; found {seen}."


def _counted(number: int, noun: str) -> str:
    """Such as "1 student" or "31 students"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
