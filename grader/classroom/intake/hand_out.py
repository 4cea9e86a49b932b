"""From what a platform hands out to units: who handed in what, which file counts, and what was left out and why.

`take_in` looks at names only, so that even a large class is read at once; `Intake.units` then reads one source at a
time. A file that turns out to be unreadable becomes a LeftOut there, never an error: one broken submission does not
stop the class.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.archives import read_zip
from grader.classroom.intake.filenames import Answer, answer, reason_for
from grader.classroom.intake.folders import read_folder
from grader.classroom.intake.layouts import LAYOUTS, Handed, Layout
from grader.classroom.intake.owners import Joined, join
from grader.classroom.intake.tarballs import read_tar
from grader.classroom.intake.trees import Below, LeftOut, Tree, top_folders
from grader.classroom.names import shown
from grader.classroom.roster import Roster
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.errors import Refused
from grader.notebooks import MAX_NOTEBOOK_BYTES, MAX_SOURCE_BYTES, notebook_source, without_notebook_calls
from grader.source import is_untouched

_TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
# Archives wrap what they hold in folders of their own; deeper than this it is the submission's folder.
_MOST_WRAPPERS = 3
_WRAPPER_NAMES = ("submissions", "submitted", "students")
_WRAPPER_ENDINGS = ("-submissions", "_submissions", "_export")
# Where the course itself keeps the learner's file; a clone of it holds files of the same name elsewhere.
_HOME_FOLDER = "exercises"


@dataclass(frozen=True)
class Chosen:
    """One file that answers one exercise for one student."""

    student: str
    answer: Answer
    handed: Handed


@dataclass(frozen=True)
class Intake:
    """What was handed in, not yet read.

    Attributes:
        title: the layout, in words.
        students: everyone who handed in anything, and with a roster everyone on it; by id.
        chosen: the files that answer an exercise, by student, exercise and attempt.
        left_out: files that are not graded, so far.
        notes: sentences for the instructor.
    """

    tree: Tree
    title: str
    students: tuple[Student, ...]
    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]

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
            found = [(choice, entry) for choice, entry in read if isinstance(entry, Unit)]
            attempts, left_out = _attempts(found)
            yield from left_out
            yield from (replace(unit, attempt=number) for number, unit in enumerate(attempts, 1))

    def _read(self, choice: Chosen) -> Unit | LeftOut:
        try:
            source, notes = source_of_file(self.tree, choice)
        except Refused as refusal:
            return LeftOut(choice.handed.path, str(refusal))
        origin = shown(choice.handed.path, 500)
        when, late = choice.handed.submitted_at, choice.handed.late
        return Unit(choice.student, choice.answer.exercise, source, origin, when, 1, late, notes)


def _attempts(found: Sequence[tuple[Chosen, Unit]]) -> tuple[list[Unit], list[LeftOut]]:
    """The attempts among one student's files for one exercise, the oldest first, and what is none.

    An untouched stub never stands against work. Of several versions in one place the counted one says so.
    """
    worked_on = [pair for pair in found if not is_untouched(pair[1].source)] or list(found)
    counted: list[tuple[Chosen, Unit]] = []
    left_out: list[LeftOut] = []
    for _, group in groupby(worked_on, key=lambda pair: _age(pair[0])[:3]):
        *others, newest = group
        counted.append(newest)
        instead = f"{shown(newest[0].handed.inner)} counts instead"
        left_out += [LeftOut(choice.handed.path, instead) for choice, _ in others]
    last = shown(counted[-1][0].handed.inner) if counted else ""
    untouched = [choice for choice, unit in found if (choice, unit) not in worked_on]
    left_out += [LeftOut(choice.handed.path, f"is the untouched stub; {last} counts") for choice in untouched]
    attempts = [unit for _, unit in counted]
    beside = [choice for choice, _ in found if counted and _place(choice.handed) == _place(counted[-1][0].handed)]
    if len(beside) > 1:
        note = f"one of {len(beside)} versions in the same place: {last} counts"
        attempts[-1] = replace(attempts[-1], notes=(*attempts[-1].notes, note))
    return attempts, left_out


def _place(handed: Handed) -> tuple[str | None, int]:
    """What tells re-submissions of one student apart: files that share it lay in one place."""
    return handed.submitted_at, handed.sequence


def source_of_file(tree: Tree, choice: Chosen) -> tuple[bytes, tuple[str, ...]]:
    """The Python source of a chosen file and sentences on how it was read; raises Refused."""
    notes = (choice.answer.note,) if choice.answer.note else ()
    if not choice.answer.notebook:
        source, forgiven = without_notebook_calls(tree.read(choice.handed.path, MAX_SOURCE_BYTES))
        return source, (*notes, *forgiven)
    source, more = notebook_source(tree.read(choice.handed.path, MAX_NOTEBOOK_BYTES))
    return source, (*notes, *more)


def take_in(path: Path, exercises: Sequence[str], roster: Roster | None = None) -> Intake:
    """Recognise the shape of a class and find everyone's files.

    Args:
        path: a folder, a zip or a tar archive.
        exercises: the names of the course's exercises.
        roster: who is in the class, if known.

    Raises:
        SubmissionsProblem: the path holds no class.
    """
    layout, tree = _recognise(_open_tree(path))
    reading = layout.read(tree)
    joined = join(reading.handed, roster)
    chosen, passed_over = choose(joined, exercises)
    if not chosen:
        raise SubmissionsProblem(_nothing_found(path, layout, exercises, passed_over))
    left_out = (*tree.left_out, *reading.left_out, *passed_over)
    return Intake(tree, layout.title, joined.students, chosen, tuple(sorted(left_out)), joined.notes)


def _open_tree(path: Path) -> Tree:
    """The files below a folder or in an archive."""
    if path.is_dir():
        return read_folder(path)
    if not path.is_file():
        raise SubmissionsProblem(f"There is no {path}. Give the folder or archive that your platform handed out.")
    if path.name.lower().endswith(_TAR_ENDINGS):
        return read_tar(path)
    if zipfile.is_zipfile(path):
        return read_zip(path)
    raise SubmissionsProblem(f"{path.name} is no folder, zip or tar archive. Give what your platform handed out.")


def _recognise(tree: Tree) -> tuple[Layout, Tree]:
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
    return len(below) > 1 and _HOME_FOLDER not in below


def choose(joined: Joined, exercises: Sequence[str]) -> tuple[tuple[Chosen, ...], list[LeftOut]]:
    """The files that answer an exercise, oldest first for each student and exercise; and the others."""
    chosen: list[Chosen] = []
    left_out: list[LeftOut] = []
    for handed in joined.handed:
        found = answer(handed.inner.rsplit("/", 1)[-1], exercises)
        if found is None:
            left_out.append(LeftOut(handed.path, reason_for(handed.inner.rsplit("/", 1)[-1], exercises)))
        else:
            chosen += [Chosen(owner.id, found, handed) for owner in handed.owners]
    order = {exercise: place for place, exercise in enumerate(exercises)}
    chosen.sort(key=lambda choice: (choice.student, order[choice.answer.exercise], *_age(choice)))
    kept: list[Chosen] = []
    for _, group in groupby(chosen, key=lambda choice: (choice.student, choice.answer.exercise, _age(choice)[:3])):
        *others, newest = group
        # A notebook beside a .py: which of them was worked on is seen when both are read.
        other_kind = [choice for choice in others if choice.answer.notebook is not newest.answer.notebook][-1:]
        kept += [*other_kind, newest]
        others = [choice for choice in others if choice not in other_kind]
        left_out += [LeftOut(choice.handed.path, f"{shown(newest.handed.inner)} counts instead") for choice in others]
    return tuple(kept), sorted(set(left_out))


def _age(choice: Chosen) -> tuple[str, int, int, int, bool, int, str]:
    """Sorts a student's files for one exercise from old to new; the first three tell real re-submissions apart."""
    folders = choice.handed.inner.split("/")[:-1]
    home = 2 if folders[-1:] == [_HOME_FOLDER] else 1 if not folders else 0
    when = choice.handed.submitted_at or ""
    # Equal so far: the course's own folder, a plain file rather than a notebook, and the shorter way count.
    return (
        when,
        choice.handed.sequence,
        choice.answer.copy,
        home,
        not choice.answer.notebook,
        -len(folders),
        choice.handed.path,
    )


def _nothing_found(path: Path, layout: Layout, exercises: Sequence[str], left_out: Iterable[LeftOut]) -> str:
    """What to say when no file answers any exercise."""
    expected = f"one folder a student with {exercises[0]}.py inside" if exercises else "at least one exercise"
    seen = next((str(entry) for entry in left_out), "no files at all")
    return f"{path.name}, read as {layout.title}, holds nothing to grade; expected {expected}; found {seen}."


def _counted(number: int, noun: str) -> str:
    """Such as "1 student" or "31 students"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
