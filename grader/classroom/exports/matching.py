"""Which of our students a row of the platform's own table means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.classroom.names import folded
from grader.classroom.roster import unique
from grader.classroom.students import Student


@dataclass(frozen=True)
class Matcher:
    """Students by everything that identifies exactly one of them."""

    by_id: Mapping[str, Student]
    by_mark: Mapping[str, Student]
    by_name: Mapping[str, Student]

    def find(self, identity: str, marks: Iterable[str] = (), name: str = "") -> Student | None:
        """The student with this id, else with one of these logins or addresses, else with a name that only one has."""
        student = self.by_id.get(identity.strip().casefold())
        if student is not None:
            return student
        keys = (mark.strip().casefold() for mark in marks)
        return next((self.by_mark[key] for key in keys if key in self.by_mark), None) or self.by_name.get(folded(name))


def matcher(students: Iterable[Student]) -> Matcher:
    """Index the students of a gradebook."""
    known = tuple(students)
    marks, _ = unique((mark.casefold(), student) for student in known for mark in (student.login, student.email))
    names, _ = unique((folded(student.name), student) for student in known)
    return Matcher({student.id.casefold(): student for student in known}, marks, names)
