"""Who handed in: a student as the gradebook knows them."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from grader.classroom.names import shown


@dataclass(frozen=True, order=True)
class Student:
    """One student, or one group where the platform hands out groups.

    Attributes:
        id: unique in the gradebook: the roster's id where there is a roster, else the platform's.
        name: as a person reads it; may be empty.
        email, login, group, section: as far as known; else empty.
        on_roster: False when a roster was given and does not have them.
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    group: str = ""
    section: str = ""
    on_roster: bool = True

    @property
    def label(self) -> str:
        """Name and id, or the id alone."""
        return f"{self.name} ({self.id})" if self.name and self.name != self.id else self.id


def student(identity: str, name: str = "", email: str = "", login: str = "", group: str = "") -> Student:
    """A student whose every text is safe to show; identities that only look alike stay two."""
    safe = shown(identity)
    if safe != unicodedata.normalize("NFC", identity):
        # What is shown is never a key: an invisible mark in a folder's name must not merge it with another's.
        digest = hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()
        safe = f"{safe} [{digest[:6]}]"
    return Student(safe, shown(name), shown(email), shown(login), shown(group))
