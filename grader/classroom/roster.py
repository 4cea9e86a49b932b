"""The roster: who is in the class, and which names and ids belong together.

Any CSV with a header will do: Canvas's exported gradebook, Moodle's grading worksheet or list of participants, a
Classroom's students.csv, or a file made by hand with `id,name,email`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.errors import RosterProblem
from grader.classroom.names import folded, shown
from grader.classroom.students import Student, student
from grader.classroom.tables import decoded, read_table
from grader.files import MIB

_MAX_ROSTER_BYTES = 64 * MIB

# What the columns are called, per field, in the order of trust; compared without case, spaces and punctuation.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "studentid", "identifier", "sid", "userid", "idnumber", "sisuserid", "rosteridentifier"),
    "name": ("name", "fullname", "student", "studentname", "displayname"),
    "email": ("email", "emailaddress", "mail", "useremail"),
    "login": ("login", "username", "sisloginid", "githubusername", "loginid"),
    "group": ("group", "groupname", "team"),
    "section": ("section", "sections", "class"),
}
FIRST_NAMES, LAST_NAMES = ("firstname", "givenname"), ("lastname", "surname", "familyname")

# What a spreadsheet makes of a long number.
_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?E\+\d+$", re.IGNORECASE)
# Moodle's worksheet calls a student "Participant 123" (in the site's language); its zip has the number alone.
_PARTICIPANT = re.compile(r"^\D+ (\d+)$")


@dataclass(frozen=True)
class Roster:
    """The class.

    Attributes:
        students: in the order of the file.
        by_mark: from an id, login or address (case does not count) to its only owner.
        by_name: from a folded name to its only owner.
        notes: sentences on what is ambiguous in the file.
        apart: ids of a platform's students whom a person declared to be nobody on the roster.
        former: students of the class who stand on it no more, so that their files go on being theirs.
    """

    students: tuple[Student, ...]
    by_mark: Mapping[str, Student]
    by_name: Mapping[str, Student]
    notes: tuple[str, ...]
    apart: frozenset[str] = frozenset()
    former: Roster | None = None

    def find(self, owner: Student) -> Student | None:
        """The roster's entry for a student of a layout: by id, login or address, else by a name that only one has."""
        if owner.id in self.apart:
            return None
        marks = (owner.id, owner.login, owner.email, owner.name)
        entry = next((self.by_mark[mark.casefold()] for mark in marks if mark.casefold() in self.by_mark), None)
        entry = entry or self.by_name.get(folded(owner.name)) or self.by_name.get(folded(owner.id))
        return self.former.find(owner) if entry is None and self.former else entry

    def members(self, group: str) -> tuple[Student, ...]:
        """The students of a group; none for a group without a name."""
        return tuple(student for student in self.students if group and folded(group) in _groups_of(student))


def read_roster(path: Path) -> Roster:
    """Read a roster; raises RosterProblem."""
    try:
        if path.stat().st_size > _MAX_ROSTER_BYTES:
            raise ValueError("it is too large to be a roster")
        table = read_table(decoded(path.read_bytes()))
        return roster_of(dict(zip(table.header, row, strict=False)) for row in table.rows[1:])
    except (OSError, ValueError) as error:
        raise RosterProblem(f"The roster {path} cannot be used: {error}.") from error


def roster_of(rows: Iterable[Mapping[str, str]]) -> Roster:
    """Join rows to a roster; raises ValueError with a reason."""
    listed = tuple(student for row in rows if (student := _student_of(row)) is not None)
    if not listed:
        raise ValueError("it needs a header with at least one column named id, name, email or username, and rows")
    students, twice = _once_each(listed)
    return indexed(students, twice)


def indexed(students: tuple[Student, ...], notes: Iterable[str] = ()) -> Roster:
    """A roster of students whose ids differ."""
    marks, shared_marks = unique(
        (mark.casefold(), student) for student in students for mark in (student.id, student.login, student.email)
    )
    names, shared_names = unique((folded(student.name), student) for student in students)
    said = [*notes]
    said += [f"two students of the roster share {mark!r}; it identifies neither" for mark in shared_marks]
    said += [f"two students of the roster have the name {name!r}; they are told apart by id" for name in shared_names]
    # An id is what it says, even where it is also another student's login.
    return Roster(students, marks | {student.id.casefold(): student for student in students}, names, tuple(said))


def _once_each(listed: Iterable[Student]) -> tuple[tuple[Student, ...], list[str]]:
    """Each person once: two rows that differ in section or group alone are one person, with a note.

    Raises:
        ValueError: one id names two people.
    """
    rows: dict[str, list[Student]] = {}
    for entry in listed:
        rows.setdefault(entry.id, []).append(entry)
    students: list[Student] = []
    notes: list[str] = []
    for identity, same in rows.items():
        if len({replace(row, section="", group="") for row in same}) > 1:
            rounded = "; a spreadsheet has rounded it, keep ids as text" if _ROUNDED.match(identity) else ""
            raise ValueError(
                f"the id {shown(identity)} stands in it twice; each student needs an id of their own{rounded}"
            )
        sections, groups = (", ".join(dict.fromkeys(filter(None, values))) for values in _places_of(same))
        students.append(replace(same[0], section=sections, group=groups))
        if len(same) > 1:
            notes.append(
                f"{same[0].label} stands in {len(same)} rows ({sections or groups or 'equal ones'}): one student"
            )
    return tuple(students), notes


def _groups_of(owner: Student) -> set[str]:
    """The folded names of a student's groups: the text as it stands, and each part of it."""
    return {folded(owner.group), *map(folded, owner.group.split(", "))}


def _places_of(same: Iterable[Student]) -> tuple[list[str], list[str]]:
    """The sections and the groups of one person's rows."""
    rows = list(same)
    return [row.section for row in rows], [row.group for row in rows]


def unique(pairs: Iterable[tuple[str, Student]]) -> tuple[dict[str, Student], list[str]]:
    """Keys with one owner each, and the keys that have several."""
    owners: dict[str, set[Student]] = {}
    for key, owner in pairs:
        if key:
            owners.setdefault(key, set()).add(owner)
    alone = {key: next(iter(holders)) for key, holders in owners.items() if len(holders) == 1}
    return alone, sorted(key for key, holders in owners.items() if len(holders) > 1)


def _student_of(row: Mapping[str, str]) -> Student | None:
    """One row as a student; None for a row that names nobody, such as Canvas's "Points Possible"."""
    cells = {folded(title): shown(cell or "") for title, cell in row.items() if title}
    fields = {name: next((cells[c] for c in columns if cells.get(c)), "") for name, columns in _COLUMNS.items()}
    fields["name"] = fields["name"] or _full_name(cells)
    fields["id"] = _PARTICIPANT.sub(r"\1", fields["id"])
    identity = fields.pop("id") or fields["login"] or fields["email"] or fields["name"]
    if not identity or "pointspossible" in folded(fields["name"]):
        return None
    section = fields.pop("section")
    return replace(student(identity, **fields), section=section)


def _full_name(cells: Mapping[str, str]) -> str:
    """First and last name, where the file has them apart."""
    parts = (next((cells[c] for c in names if cells.get(c)), "") for names in (FIRST_NAMES, LAST_NAMES))
    return " ".join(part for part in parts if part)
