"""Whom a mail was sent: noted before it goes out and again when the server has taken it, so that none is sent twice."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import UTC, datetime

from grader.classroom.gradebook.gradebook import Gradebook


class MailState(enum.StrEnum):
    """How far a mail came."""

    UNDER_WAY = "under way"
    SENT = "sent"


def mail_states_of(book: Gradebook) -> Mapping[tuple[str, str], MailState]:
    """By student and digest of the content, of every mail that was begun."""
    rows = book.rows("SELECT student, digest, state FROM mailed ORDER BY student, digest")
    return {(student, digest): MailState(state) for student, digest, state in rows}


def claim_mail(book: Gradebook, student: str, digest: str) -> bool:
    """Note that a mail is about to go out; False where it was begun before, by whatever run. Stands on the disk then."""
    row = (student, digest, MailState.UNDER_WAY, _now())
    with book.transaction() as connection:
        return connection.execute("INSERT OR IGNORE INTO mailed VALUES (?, ?, ?, ?)", row).rowcount == 1


def note_sent(book: Gradebook, student: str, digest: str) -> None:
    """The server has taken the mail."""
    with book.transaction() as connection:
        connection.execute(
            "UPDATE mailed SET state = ?, recorded_at = ? WHERE (student, digest) = (?, ?)",
            (MailState.SENT, _now(), student, digest),
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def forget_mail(book: Gradebook, student: str, digest: str) -> None:
    """The server refused the mail, or a person wants it to go out again."""
    with book.transaction() as connection:
        connection.execute("DELETE FROM mailed WHERE (student, digest) = (?, ?)", (student, digest))
