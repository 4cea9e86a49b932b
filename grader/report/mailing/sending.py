"""Sending each student's feedback over SMTP, at most once: a mail is noted before it goes out.

A run that is cut off between the two leaves the mail "under way": whether it arrived is not known here, so it is named
and never sent again by itself. What a student has changes the mail; a changed one is a new mail.
"""

from __future__ import annotations

import hashlib
import json
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from grader.classroom.gradebook.class_results import ClassResults, Result, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.students import Student
from grader.errors import UsageProblem
from grader.report.feedback import Feedback
from grader.report.mailing.ledger import MailState, claim_mail, forget_mail, mail_states_of, note_sent

_TIMEOUT_S = 60.0
_WITH_TLS_FROM_THE_START = 465
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Server:
    """A mail server; without a user nobody logs in."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Mail:
    """One student's mail.

    Attributes:
        digest: says what it tells, whatever the page looks like.
        again: whether it goes out whatever happened before.
    """

    student: Student
    digest: str
    message: EmailMessage
    again: bool = False


@dataclass(frozen=True)
class MailPlan:
    """The mails to send, how many went out before, and those of which nobody knows whether they did."""

    to_send: tuple[Mail, ...]
    sent_before: int
    unsure: tuple[Mail, ...]


def plan_mails(book: Gradebook, feedback: Feedback, again: Collection[str] = ()) -> MailPlan:
    """What is to be sent now; nothing is sent.

    Args:
        book: the gradebook.
        feedback: the mails, as `feedback_of` makes them.
        again: ids of students whose mail goes out whatever happened before.
    """
    class_results, states = class_results_of(book), mail_states_of(book)
    to_send: list[Mail] = []
    unsure: list[Mail] = []
    sent_before = 0
    for name, content in feedback.files.items():
        student = feedback.students[name]
        mail = Mail(student, _digest(class_results, student), _for_sending(content), student.id in again)
        state = None if mail.again else states.get((student.id, mail.digest))
        if state is MailState.SENT:
            sent_before += 1
        else:
            (to_send if state is None else unsure).append(mail)
    return MailPlan(tuple(to_send), sent_before, tuple(unsure))


def _digest(class_results: ClassResults, student: Student) -> str:
    """Says what a student is told: where to, the scores, the grades behind them, and what people said."""
    told = [student.email, *(_told(result) for result in class_results.of(student.id))]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _told(result: Result) -> list[object]:
    """What one exercise adds to the mail."""
    by_hand = [result.override.score, result.override.why] if result.override else []
    comments = [[comment.check, comment.words] for comment in result.comments]
    marks = [[mark.criterion.name, mark.points, mark.words] for mark in result.rubric]
    return [result.exercise, result.key, result.score, result.max_score, by_hand, comments, marks]


def _for_sending(content: bytes) -> EmailMessage:
    """The draft as a mail that goes out."""
    message = message_from_bytes(content, policy=SMTP)
    del message["X-Unsent"]
    message["Date"] = formatdate(localtime=True)
    return message


def send_mails(book: Gradebook, mails: Collection[Mail], server: Server) -> Iterator[str]:
    """Send the mails one after the other; gives back a sentence for each.

    Raises:
        UsageProblem: the server cannot be reached or breaks off; what was sent stands, and the same command goes on.
    """
    if not mails:
        return
    with _connected(server) as connection:
        for mail in mails:
            if mail.again:
                forget_mail(book, mail.student.id, mail.digest)
            if not claim_mail(book, mail.student.id, mail.digest):
                yield f"not sent: {mail.student.label}: another run has begun this mail"
                continue
            refusal = _sent(connection, mail, book)
            yield f"not sent: {mail.student.label}: {refusal}" if refusal else f"sent: {mail.student.label}"


def _sent(connection: smtplib.SMTP, mail: Mail, book: Gradebook) -> str:
    """Hand one mail to the server; empty where it took it, else why it refused."""
    try:
        connection.send_message(mail.message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        forget_mail(book, mail.student.id, mail.digest)
        return f"the server refuses it ({_said(error)})"
    except smtplib.SMTPSenderRefused as error:
        forget_mail(book, mail.student.id, mail.digest)
        raise UsageProblem(f"The server refuses the sender ({_said(error)}). Name another one with --from.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise UsageProblem(
            f"The server broke off at the mail to {mail.student.label} ({_said(error)}); whether that one arrived is not "
            "known. Those before are sent; the same command goes on after it."
        ) from error
    note_sent(book, mail.student.id, mail.digest)
    return ""


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted, unless the server is on this machine."""
    with ExitStack() as opened:
        try:
            connection = _opened(server)
            opened.callback(connection.close)
            _logged_in(connection, server)
        except (OSError, smtplib.SMTPException) as error:
            raise UsageProblem(
                f"The mail server {server.host}:{server.port} cannot be used: {_said(error)}. Nothing was sent."
            ) from error
        yield connection


def _opened(server: Server) -> smtplib.SMTP:
    """A connection; encrypted from the start where the port says so."""
    if server.port == _WITH_TLS_FROM_THE_START:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_S, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_S)


def _logged_in(connection: smtplib.SMTP, server: Server) -> None:
    """Encrypt what is not, and log in where a user is given."""
    connection.ehlo()
    if not isinstance(connection, smtplib.SMTP_SSL):
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
        elif server.host not in _LOCAL:
            raise UsageProblem(f"{server.host} offers no encryption (STARTTLS); grades do not go there in the open.")
    if server.user:
        connection.login(server.user, server.password)


def _said(error: Exception) -> str:
    """The error on one line."""
    return " ".join(str(error).split()) or type(error).__name__
