"""The roster: any platform's list of students, read the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.errors import RosterProblem
from grader.classroom.roster import read_roster, roster_of
from grader.classroom.students import Student


def written(tmp_path: Path, text: str | bytes) -> Path:
    """A roster file."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,name,email\ns1,Jane Doe,j@x.org\n", Student("s1", "Jane Doe", "j@x.org")),
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Doe, Jane",1234,s1,jdoe,A\n',
            Student("1234", "Doe, Jane", login="jdoe", section="A"),
        ),
        (
            'Identifier,"Full name","Email address",Group,Grade\n"Participant 77","Jane Doe",j@x.org,Red,\n',
            Student("77", "Jane Doe", "j@x.org", group="Red"),
        ),
        (
            "username,first_name,last_name,email,section,github_id\njdoe,Jane,Doe,j@x.org,A,99\n",
            Student("jdoe", "Jane Doe", "j@x.org", "jdoe", section="A"),
        ),
        ("\ufeffid;name\r\ns1;José\r\n", Student("s1", "José")),
    ],
)
def test_each_platforms_list_is_read(tmp_path: Path, text: str, expected: Student) -> None:
    assert read_roster(written(tmp_path, text)).students == (expected,)


def test_a_list_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    assert read_roster(written(tmp_path, "id,name\ns1,José\n".encode("cp1252"))).students[0].name == "José"


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterProblem, match="s1 stands in it twice"):
        read_roster(written(tmp_path, "id,name\ns1,A\ns1,B\n"))


@pytest.mark.parametrize("text", ["", "colour,shape\nred,round\n", "id,name\n", b"\x00\x01\x02"])
def test_what_is_no_roster_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(RosterProblem, match="cannot be used"):
        read_roster(written(tmp_path, text))


def test_a_shared_address_identifies_nobody() -> None:
    roster = roster_of([{"id": "s1", "email": "a@x.org"}, {"id": "s2", "email": "A@x.org"}])

    assert roster.find(Student("folder", email="a@x.org")) is None
    assert roster.notes == ("two students of the roster share 'a@x.org'; it identifies neither",)


def test_a_shared_name_identifies_nobody() -> None:
    roster = roster_of([{"id": "s1", "name": "Jane Doe"}, {"id": "s2", "name": "jane doe"}])

    assert roster.find(Student("x", name="Jane Doe")) is None


def test_an_id_counts_before_another_students_login() -> None:
    roster = roster_of([{"id": "s1", "login": "s2"}, {"id": "s2", "login": "max"}])

    found = roster.find(Student("S2"))
    assert found is not None
    assert found.id == "s2"


def test_a_quotation_mark_that_is_never_closed_is_named(tmp_path: Path) -> None:
    """It would swallow everybody below it without a word."""
    with pytest.raises(RosterProblem, match=r"before 'Ann.*' is never closed"):
        read_roster(written(tmp_path, 'id,name\n1,"Ann\n2,Bob\n3,Cyd\n'))


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    people = read_roster(written(tmp_path, 'id,name\n1,Ann "Annie" Lee\n2,"Bob ""B"" Ray"\n')).students

    assert [person.name for person in people] == ['Ann "Annie" Lee', 'Bob "B" Ray']
