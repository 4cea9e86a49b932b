"""Which files count: those that answer an exercise by their name or because a person said so, the newest last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from grader.classroom.intake.filenames import Answer, answer, is_near, reason_for
from grader.classroom.intake.layouts import Handed
from grader.classroom.intake.owners import Joined
from grader.classroom.intake.trees import LeftOut, Unread
from grader.classroom.names import shown
from grader.classroom.units import Unit
from grader.source import is_untouched

# (student, exercise) by the path of the file.
Assigned = Mapping[str, tuple[str, str]]
NOTHING_ASSIGNED: Assigned = {}

# Where the course itself keeps the learner's file; a clone of it holds files of the same name elsewhere.
HOME_FOLDER = "exercises"
# What a person assigned counts before every copy's number.
_BY_HAND = 1_000_000
_MOST_UNREAD = 10


@dataclass(frozen=True)
class Chosen:
    """One file that answers one exercise for one student."""

    student: str
    answer: Answer
    handed: Handed


def choose(
    joined: Joined, exercises: Sequence[str], assigned: Assigned = NOTHING_ASSIGNED
) -> tuple[tuple[Chosen, ...], list[LeftOut]]:
    """The files that answer an exercise, oldest first for each student and exercise; and the others.

    Args:
        joined: the files with their owners.
        exercises: the names of the exercises, in the order of the course.
        assigned: files that a person gave to a student and an exercise, by path.
    """
    chosen: list[Chosen] = []
    left_out: list[LeftOut] = []
    for handed in joined.handed:
        match = answer(handed.inner.rsplit("/", 1)[-1], exercises)
        if handed.path in assigned:
            student, exercise = assigned[handed.path]
            by_hand = Answer(exercise, _BY_HAND, handed.path.lower().endswith(".ipynb"), "assigned by hand")
            chosen.append(Chosen(student, by_hand, handed))
        elif match is None:
            left_out.append(LeftOut(handed.path, reason_for(handed.inner.rsplit("/", 1)[-1], exercises)))
        else:
            chosen += [Chosen(owner.id, match, handed) for owner in handed.owners]
    order = {exercise: index for index, exercise in enumerate(exercises)}
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
    home = 2 if folders[-1:] == [HOME_FOLDER] else 1 if not folders else 0
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


def unread_of(
    joined: Joined, exercises: Sequence[str], chosen: Sequence[Chosen], left_out: Sequence[LeftOut]
) -> tuple[Unread, ...]:
    """Files that their students meant as an answer, probably: near names, archives, and all of those without any other."""
    reasons = {entry.path: entry.reason for entry in left_out}
    answered = {choice.student for choice in chosen}
    taken = {choice.handed.path for choice in chosen}
    unread: dict[str, list[Unread]] = {}
    for handed in joined.handed:
        if handed.path in taken or handed.path not in reasons:
            continue
        near = is_near(handed.inner.rsplit("/", 1)[-1], exercises)
        for owner in handed.owners:
            if near or owner.id not in answered:
                unread.setdefault(owner.id, []).append(Unread(handed.path, reasons[handed.path], owner.id))
    return tuple(entry for entries in unread.values() for entry in entries[:_MOST_UNREAD])


def attempts_of(pairs: Sequence[tuple[Chosen, Unit]]) -> tuple[list[Unit], list[LeftOut]]:
    """The attempts among one student's files for one exercise, the oldest first, and what is none.

    An untouched stub never stands against work. Of several versions in one place the counted one says so.
    """
    worked_on = [pair for pair in pairs if not is_untouched(pair[1].source)] or list(pairs)
    counted: list[tuple[Chosen, Unit]] = []
    left_out: list[LeftOut] = []
    for _, group in groupby(worked_on, key=lambda pair: _age(pair[0])[:3]):
        *others, newest = group
        counted.append(newest)
        instead = f"{shown(newest[0].handed.inner)} counts instead"
        left_out += [LeftOut(choice.handed.path, instead) for choice, _ in others]
    last = shown(counted[-1][0].handed.inner) if counted else ""
    untouched = [choice for choice, unit in pairs if (choice, unit) not in worked_on]
    left_out += [LeftOut(choice.handed.path, f"is the untouched stub; {last} counts") for choice in untouched]
    attempts = [unit for _, unit in counted]
    beside = [choice for choice, _ in pairs if counted and _place(choice.handed) == _place(counted[-1][0].handed)]
    if len(beside) > 1:
        note = f"one of {len(beside)} versions in the same place: {last} counts"
        attempts[-1] = replace(attempts[-1], notes=(*attempts[-1].notes, note))
    return attempts, left_out


def _place(handed: Handed) -> tuple[str | None, int]:
    """What tells re-submissions of one student apart: files that share it lay in one place."""
    return handed.submitted_at, handed.sequence
