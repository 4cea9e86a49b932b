"""What goes back to the students: their own page under the platform's own name, and what a person said."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_class import grade_all
from validators import rows_of

from grader.classroom.exports import Options, export
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.overrides import Comment, add_comment, comments_of
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.intake.trees import Unread
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.command.cli import cli
from grader.report.feedback import feedback_of

Class = Callable[..., Gradebook]
ORIGINS = {
    "canvas": ("leeann_LATE_301_7001_warmup.py", "leeann_LATE_301_7001_feedback.html"),
    "moodle": ("Ann_Lee_301_assignsubmission_file/warmup.py", "Ann Lee_301_assignfeedback_file_/feedback.html"),
}


@pytest.fixture
def platform_class(book: Gradebook) -> Callable[[str], Gradebook]:
    """One student of a platform, one who handed in elsewhere, one who handed in nothing."""

    def made(origin: str) -> Gradebook:
        students = [Student("1", "Ann Lee", "ann@x.org"), Student("2", "Bo"), Student("3", "Cy", "cy@x.org")]
        units = [Unit("1", "warmup", b"# 1\n", origin), Unit("2", "warmup", b"# 2\n", "by mail.py")]
        enrol(book, students, units)
        grade_all(book, lambda *_: 80.0)
        return book

    return made


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_a_page_has_the_name_that_its_platform_takes_back(
    platform_class: Callable[[str], Gradebook], form: str
) -> None:
    """Who is not of the platform is named, and gets none under a guessed name."""
    origin, name = ORIGINS[form]

    made = feedback_of(platform_class(origin), form, titles={})

    assert list(made.files) == [name]
    assert b"Ann Lee" in made.files[name]
    assert any(note.startswith("Bo (2): nothing of theirs came from") for note in made.notes)
    assert any(note.startswith("Cy (3): handed in nothing") for note in made.notes)


def test_moodle_reads_the_participant_at_the_second_place(platform_class: Callable[[str], Gradebook]) -> None:
    """Its importer splits a folder's name at underscores: name, number, assignfeedback, file."""
    made = feedback_of(platform_class(ORIGINS["moodle"][0]), "moodle", titles={})

    assert next(iter(made.files)).split("/")[0].split("_") == ["Ann Lee", "301", "assignfeedback", "file", ""]


def test_a_mail_is_a_draft_to_its_student_alone(platform_class: Callable[[str], Gradebook]) -> None:
    """With the page attached; without an address there is none."""
    made = feedback_of(platform_class("ann/warmup.py"), "mail", titles={}, sender="t@x.org")
    (content,) = made.files.values()
    message = message_from_bytes(content, policy=default)
    (page,) = message.iter_attachments()

    assert (message["To"], message["From"], message["X-Unsent"]) == ("ann@x.org", "t@x.org", "1")
    assert "80 of 100" in message.get_body().get_content()
    assert page.get_content_type() == "text/html"
    assert "Ann Lee" in page.get_content()
    assert any("no e-mail address" in note for note in made.notes)


def test_a_student_whose_work_was_not_read_is_not_said_to_have_handed_in_nothing(book: Gradebook) -> None:
    """There is no page, and the reason is told."""
    enrol(book, [Student("1", "Ann")], [], (), [Unread("1/ex.rar", "is an archive", "1")])

    assert feedback_of(book, "folder", titles={}).notes == ("Ann (1): handed in ex.rar, which was not read; no page",)


@pytest.mark.parametrize("address", ["a@x.org\nBcc: all@x.org", "a@x.org, b@x.org", "no address"])
def test_an_address_that_is_more_than_one_gets_no_mail(book: Gradebook, address: str) -> None:
    """A roster cannot add a header or a second reader."""
    enrol(book, [Student("1", "Ann", address)], [Unit("1", "warmup", b"x", "o")])
    grade_all(book, lambda *_: 80.0)

    assert feedback_of(book, "mail", titles={}).files == {}


def test_without_a_place_nothing_is_written(platform_class: Callable[[str], Gradebook], tmp_path: Path) -> None:
    """The dry run is the default."""
    book = platform_class("ann/warmup.py")

    done = CliRunner().invoke(cli, ["feedback", str(book.path.parent), "--format", "mail"])

    assert done.exit_code == 0
    assert "Nothing is written yet" in done.output
    assert sorted(path.name for path in tmp_path.rglob("*.eml")) == []


def test_where_nobody_gets_a_page_nothing_is_written(book: Gradebook, class_of: Class, tmp_path: Path) -> None:
    """An empty zip would look like one that was made."""
    class_of(book, {"ann": {"warmup": 80.0}})
    target = tmp_path / "back.zip"

    done = CliRunner().invoke(cli, ["feedback", str(book.path.parent), "--format", "canvas", "--to", str(target)])

    assert "nothing is written" in done.output
    assert not target.exists()


def test_a_comment_on_a_check_that_there_is_not_is_refused(book: Gradebook, class_of: Class) -> None:
    """With the nearest ones."""
    class_of(book, {"ann": {"exercise2": 80.0}})

    done = CliRunner().invoke(cli, ["comment", str(book.path.parent), "ann", "2", "--check", "mean", "Well done."])

    assert done.exit_code == 2
    assert "Nearest: means" in done.output
    assert comments_of(book) == {}


def test_what_is_given_out_never_holds_the_class_page(
    platform_class: Callable[[str], Gradebook], tmp_path: Path
) -> None:
    """And the command says what is private."""
    book = platform_class(ORIGINS["canvas"][0])
    zipped, pages = tmp_path / "feedback.zip", tmp_path / "pages"

    for form, to in (("canvas", zipped), ("folder", pages)):
        done = CliRunner().invoke(cli, ["feedback", str(book.path.parent), "--format", form, "--to", str(to)])
        assert done.exit_code == 0, done.output
        assert "class.html" in done.output

    assert zipfile.ZipFile(zipped).namelist() == [ORIGINS["canvas"][1]]
    assert len(list(pages.iterdir())) == 2
    assert not (pages / "class.html").exists()


def test_a_comment_stands_on_the_page_and_in_the_exports(book: Gradebook, class_of: Class) -> None:
    """Beside the checks, and changing no score."""
    class_of(book, {"ann": {"warmup": 80.0}})
    add_comment(book, Comment("ann", "warmup", "means", "See <b>me</b> on Monday.\nRoom 3"))

    page = next(iter(feedback_of(book, "folder", titles={}).files.values())).decode()
    row = rows_of(export(book, "csv").text)[1]
    results = json.loads(next(iter(export(book, "gradescope").files.values())))

    assert "See &lt;b&gt;me&lt;/b&gt; on Monday." in page
    assert re.search(r"Your instructor on means:", page)
    assert "comment on means: See <b>me</b> on Monday. Room 3" in row[-1]
    assert "See <b>me</b> on Monday." in results["output"]
    assert row[2] == "80"


def test_an_empty_comment_takes_it_back(book: Gradebook, class_of: Class) -> None:
    """At its place alone."""
    class_of(book, {"ann": {"warmup": 80.0}})
    for check in ("", "means"):
        add_comment(book, Comment("ann", "warmup", check, "text"))
    add_comment(book, Comment("ann", "warmup", "means", " "))

    assert [one.check for one in comments_of(book)["ann", "warmup"]] == [""]


def test_moodles_feedback_holds_advice_on_request_and_only_once(book: Gradebook, class_of: Class) -> None:
    """A second export into the filled worksheet replaces ours and keeps a person's."""
    class_of(book, {"1": {"warmup": 80.0, "exercise2": 70.0}})
    sheet = "Identifier,Full name,Grade,Maximum Grade,Feedback comments\r\nParticipant 1,1,,200.00,Well written\r\n"

    plain = export(book, "moodle", Options(template=sheet)).text
    first = export(book, "moodle", Options(template=sheet, advice=True)).text
    second = export(book, "moodle", Options(template=first, advice=True)).text

    assert "Divide by n." not in plain
    assert rows_of(first)[1][-1] == (
        "Well written<br>warmup: 80 of 100<br>exercise2: 70 of 100"
        "<br>\u2022 warmup: Divide by n.<br>\u2022 exercise2: Divide by n."
    )
    assert second == first
