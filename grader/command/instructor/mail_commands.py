"""`grade feedback --format mail --smtp`: what would be sent, and sending it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from grader.classroom.gradebook.course_kept import refuse_other_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import is_enrolled
from grader.classroom.running.class_run import say
from grader.course import Course
from grader.errors import UsageProblem
from grader.report.feedback import feedback_of
from grader.report.mailing.sending import Mail, Server, plan_mails, send_mails

_USER, _PASSWORD = "SMTP_USER", "SMTP_PASSWORD"
_ADDRESS = re.compile(r"(?P<host>[^:\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")


def mail_feedback(
    course: Course, folder: Path, smtp: str, *, sender: str, details: bool, sending: bool, again: Collection[str]
) -> None:
    """Say to whom a mail would go; send those that never went out where that is asked for.

    Raises:
        UsageProblem: the server or the sender is missing, or the server cannot be used.
    """
    if not sender:
        raise UsageProblem("A mail needs its sender: --from you@example.edu.")
    server = Server(*_place_of(smtp), os.environ.get(_USER, ""), os.environ.get(_PASSWORD, ""))
    titles = {name: course.exercise_title(name) for name in course.names()}
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        for student in again:
            if not is_enrolled(book, student):
                raise UsageProblem(f"No student {student!r} in {folder}; `grade export {folder}` lists their ids.")
        feedback = feedback_of(book, "mail", titles=titles, details=details, sender=sender)
        plan = plan_mails(book, feedback, again)
        _tell([*feedback.notes, *map(_not_known, plan.unsure)])
        say(f"{len(plan.to_send)} to send, {plan.sent_before} sent before, {len(plan.unsure)} not known.")
        if sending:
            for line in send_mails(book, plan.to_send, server):
                click.echo(line)
            return
    for mail in plan.to_send:
        click.echo(f"{mail.student.label}: {mail.message['To']}")
    say("Nothing is sent; the same command with --send does it." if plan.to_send else "There is nothing to send.")


def _place_of(smtp: str) -> tuple[str, int]:
    """Host and port."""
    address = _ADDRESS.fullmatch(smtp)
    if address is None:
        raise UsageProblem(f"--smtp must be HOST:PORT, such as mail.example.edu:587; got {smtp}.")
    return address["host"].strip("[]"), int(address["port"])


def _tell(notes: Iterable[str]) -> None:
    """A line for each."""
    for note in notes:
        say(note)


def _not_known(mail: Mail) -> str:
    """What to do about a mail that was under way when a run ended."""
    return (
        f"{mail.student.label}: a run was cut off while this mail went out; whether it arrived is not known. "
        f"If it did not: --again {mail.student.id}"
    )
