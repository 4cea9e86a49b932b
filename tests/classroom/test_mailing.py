"""Feedback over SMTP: a dry run first, each mail to its own student, and none twice, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_string
from email.policy import default

import pytest
from click.testing import CliRunner
from made_class import grade_all
from mail_server import MailServer, running_mail_server

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.overrides import override
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.command.cli import cli
from grader.report.mailing.ledger import claim_mail, mail_states_of

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A running server."""
    with running_mail_server() as running:
        yield running


@pytest.fixture
def send(book: Gradebook, server: MailServer) -> Typed:
    """Types the command on a class of three with addresses and one without."""
    students = [Student(name, name.title(), f"{name}@x.org") for name in ("ann", "bob", "cyd")]
    units = [Unit(name, "exercise2", f"# {name}\n".encode(), "o") for name in ("ann", "bob", "cyd", "dan")]
    enrol(book, [*students, Student("dan", "Dan")], units)
    grade_all(book, lambda *_: 80.0)

    def type_it(*options: str) -> tuple[int, str]:
        place = ["--format", "mail", "--from", "t@x.org", "--smtp", server.address]
        done = CliRunner().invoke(cli, ["feedback", str(book.path.parent), *place, *options])
        return done.exit_code, done.output

    return type_it


def readers(server: MailServer) -> list[str]:
    return [reader for reader, _ in server.taken]


def test_without_send_nothing_is_sent(send: Typed, server: MailServer) -> None:
    code, said = send()

    assert code == 0
    assert "Ann (ann): ann@x.org" in said
    assert "3 to send" in said
    assert "Dan (dan): no e-mail address" in said
    assert server.taken == []


def test_each_student_gets_one_mail_with_their_page(send: Typed, server: MailServer) -> None:
    assert send("--send")[0] == 0

    assert readers(server) == ["ann@x.org", "bob@x.org", "cyd@x.org"]
    message = message_from_string(server.taken[0][1], policy=default)
    (page,) = message.iter_attachments()
    assert (message["To"], message["From"], message["X-Unsent"]) == ("ann@x.org", "t@x.org", None)
    assert "Ann" in page.get_content()
    assert "Bob" not in page.get_content()


def test_nothing_is_sent_twice(send: Typed, server: MailServer) -> None:
    send("--send")

    assert "0 to send, 3 sent before" in send("--send")[1]
    assert len(server.taken) == 3


def test_what_changed_since_is_a_new_mail(send: Typed, server: MailServer, book: Gradebook) -> None:
    send("--send")
    override(book, "bob", "exercise2", 90, who="Roe", why="read again")
    send("--send")

    assert readers(server)[3:] == ["bob@x.org"]


def test_a_mail_that_was_under_way_when_all_ended_is_named_and_not_sent_again(send: Typed, server: MailServer) -> None:
    server.silent_after = 1

    code, said = send("--send")
    server.silent_after = None
    after = send("--send")[1]

    assert code == 2
    assert "broke off at the mail to Bob (bob)" in said
    assert "Bob (bob): a run was cut off" in after
    assert readers(server) == ["ann@x.org", "cyd@x.org"]
    assert send("--send", "--again", "bob")[0] == 0
    assert readers(server)[2:] == ["bob@x.org"]


def test_a_dry_run_with_again_changes_nothing(send: Typed, server: MailServer, book: Gradebook) -> None:
    send("--send")
    before = dict(mail_states_of(book))

    send("--again", "ann")

    assert mail_states_of(book) == before


def test_a_refused_reader_is_told_and_stops_nobody(send: Typed, server: MailServer) -> None:
    server.refused.add("bob@x.org")

    _, said = send("--send")

    assert "not sent: Bob (bob): the server refuses it" in said
    assert readers(server) == ["ann@x.org", "cyd@x.org"]
    server.refused.clear()
    send("--send")
    assert readers(server)[2:] == ["bob@x.org"]


def test_two_runs_side_by_side_send_each_mail_once(book: Gradebook) -> None:
    assert claim_mail(book, "ann", "digest")
    assert not claim_mail(book, "ann", "digest")


@pytest.mark.parametrize(
    "options",
    [["--send"], ["--again", "ann"], ["--smtp", "x", "--format", "folder"], ["--smtp", "host", "--format", "mail"]],
)
def test_options_that_make_no_mail_are_refused(book: Gradebook, options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["feedback", str(book.path.parent), *options])

    assert done.exit_code == 2


def test_a_server_that_is_not_there_is_a_sentence(send: Typed) -> None:
    code, said = send("--send", "--smtp", "127.0.0.1:9")

    assert code == 2
    assert "127.0.0.1:9 cannot be used" in said
    assert "Traceback" not in said
