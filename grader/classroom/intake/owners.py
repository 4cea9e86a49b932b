"""Joining a layout's students with the roster: groups become their members, two folders of one student become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from grader.classroom.intake.layouts import Handed
from grader.classroom.roster import Roster
from grader.classroom.students import Student


@dataclass(frozen=True)
class Joined:
    """Everyone in the class, and the files with their owners as the gradebook will know them."""

    students: tuple[Student, ...]
    handed: tuple[Handed, ...]
    notes: tuple[str, ...]


def join(handed: Sequence[Handed], roster: Roster | None) -> Joined:
    """Give every file the owners that the roster knows; without a roster the layout's own."""
    seen = sorted({owner for file in handed for owner in file.owners})
    known = {owner: _owners_of(owner, roster) for owner in seen}
    students = {student.id: student for owners in known.values() for student in reversed(owners)}
    listed = roster.students if roster else ()
    students |= {student.id: student for student in listed}
    notes = [*(roster.notes if roster else ()), *_notes_on(known, roster)]
    files = tuple(replace(file, owners=_distinct(o for owner in file.owners for o in known[owner])) for file in handed)
    return Joined(tuple(sorted(students.values())), files, tuple(notes))


def _owners_of(owner: Student, roster: Roster | None) -> tuple[Student, ...]:
    """One layout's student as the roster knows them; a group's members; or marked as unknown."""
    if roster is None:
        return (owner,)
    student = roster.find(owner)
    if student is not None:
        return (student,)
    members = roster.members(owner.group) or roster.members(owner.name)
    return members or (replace(owner, on_roster=False),)


def _notes_on(known: dict[Student, tuple[Student, ...]], roster: Roster | None) -> Iterable[str]:
    """What the instructor should know about who is who."""
    by_id: dict[str, list[Student]] = {}
    for owner, owners in known.items():
        if len(owners) > 1:
            yield f"group {owner.label}: {', '.join(student.label for student in owners)}"
        for student in owners:
            by_id.setdefault(student.id, []).append(owner)
            if not student.on_roster:
                yield f"{student.label} is not on the roster; graded all the same"
    for identity, same in sorted(by_id.items()):
        if len(same) > 1:
            both = " and ".join(student.label for student in same)
            yield f"{both} are one student, {identity}; of files without a date the last by name counts"
    if roster:
        absent = [student.label for student in roster.students if student.id not in by_id]
        yield from (f"{label} handed in nothing" for label in absent)


def _distinct(owners: Iterable[Student]) -> tuple[Student, ...]:
    """Each owner once, in order."""
    return tuple(dict.fromkeys(owners))
