"""Who is who from one run to the next: a roster that comes later joins, people who left are marked, nobody is doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_class import hand_in
from validators import rows_of

from grader.classroom.errors import RosterProblem
from grader.classroom.exports import export
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import Extension, grant_extension, late_policy_of
from grader.classroom.gradebook.overrides import override, overrides_of
from grader.classroom.gradebook.submissions import students_of
from grader.classroom.roster import roster_of

Folder = Callable[..., Path]
Class = Callable[..., Gradebook]


def roster(tmp_path: Path, text: str = "id,name\n1001,ann\n1002,bob\n") -> Path:
    """A roster file."""
    path = tmp_path / "roster.csv"
    path.write_text(text)
    return path


@pytest.fixture
def handed_out(folder: Folder) -> Path:
    """Two students, under their folders' names."""
    return folder({"ann/exercise3.py": "x = 1\n", "bob/exercise3.py": "x = 2\n"})


def ids(book: Gradebook) -> list[str]:
    """Everyone in the gradebook."""
    return [student.id for student in students_of(book)]


def test_a_later_roster_is_shown_first_and_changes_nothing(book: Gradebook, handed_out: Path, tmp_path: Path) -> None:
    """The preview names everyone who would be joined."""
    hand_in(book, handed_out)

    with pytest.raises(RosterProblem, match=r"ann is ann \(1001\): 1 submission") as caught:
        hand_in(book, handed_out, roster(tmp_path))

    assert "--join" in str(caught.value)
    assert ids(book) == ["ann", "bob"]


def test_a_later_roster_joins_with_everything_that_a_student_has(
    book: Gradebook, handed_out: Path, tmp_path: Path
) -> None:
    """Submissions, scores by hand, extensions."""
    hand_in(book, handed_out)
    override(book, "ann", "exercise3", 50, who="Roe", why="read")
    grant_extension(book, Extension("bob", "exercise3", "2026-03-09T00:00:00Z", "Roe", "ill"))

    intake, enrolled = hand_in(book, handed_out, roster(tmp_path), join=True)

    assert ids(book) == ["1001", "1002"]
    assert (enrolled.new, enrolled.known) == (0, 2)
    assert overrides_of(book)["1001", "exercise3"].score == 50
    assert ("1002", "exercise3") in late_policy_of(book).extensions
    assert any(note.startswith("joined: ann is") for note in intake.notes)


def test_grades_move_with_their_students(book: Gradebook, class_of: Class, tmp_path: Path, folder: Folder) -> None:
    """Nothing is graded anew."""
    class_of(book, {"ann": {"warmup": 80.0}, "bob": {"warmup": 60.0}})
    handed = folder({"ann/exercise3.py": "x = 1\n"})

    hand_in(book, handed, roster(tmp_path), join=True)

    assert class_results_of(book, ["warmup"]).total("1001") == 80.0


def test_a_class_that_is_doubled_already_becomes_one(book: Gradebook, handed_out: Path, tmp_path: Path) -> None:
    """What both ids have, the student has once."""
    hand_in(book, handed_out)
    with book.transaction() as connection:
        connection.execute("INSERT INTO student VALUES ('1001', 'ann', '', '', '', '', 1)")
        connection.execute(
            "INSERT INTO submission SELECT '1001', exercise, attempt, source_hash, origin, submitted_at, late, notes "
            "FROM submission WHERE student = 'ann'"
        )

    hand_in(book, handed_out, roster(tmp_path), join=True)

    rows = list(book.rows("SELECT student, attempt FROM submission ORDER BY student"))
    assert rows == [("1001", 1), ("1002", 1)]


def test_a_run_without_the_roster_keeps_its_ids(book: Gradebook, handed_out: Path, tmp_path: Path) -> None:
    """The third run, in which nobody names the roster, doubles nobody."""
    hand_in(book, handed_out, roster(tmp_path))
    hand_in(book, handed_out)

    assert ids(book) == ["1001", "1002"]


def test_who_left_the_roster_is_marked_and_kept(
    book: Gradebook, handed_out: Path, tmp_path: Path, folder: Folder
) -> None:
    """The work stays; every row says it."""
    hand_in(book, handed_out, roster(tmp_path))
    smaller = folder({"ann/exercise3.py": "x = 1\n"}, "second")

    hand_in(book, smaller, roster(tmp_path, "id,name\n1001,ann\n"))

    remarks = {row[0]: row[-1] for row in rows_of(export(book, "csv").text)[1:]}
    assert "not on the roster" in remarks["1002"]
    assert "not on the roster" not in remarks["1001"]


def test_one_person_in_two_sections_is_one_student_with_a_note() -> None:
    """Two rows, one id."""
    found = roster_of([{"id": "1001", "name": "Ann", "section": s} for s in ("A", "B")])

    assert [(one.id, one.section) for one in found.students] == [("1001", "A, B")]
    assert "stands in 2 rows (A, B)" in found.notes[0]


def test_a_member_of_two_groups_belongs_to_both() -> None:
    """Group work is found under either name."""
    found = roster_of([{"id": "1001", "name": "Ann", "group": group} for group in ("Red", "Blue")])

    assert [one.id for one in found.members("Blue")] == ["1001"]


def test_an_id_that_a_spreadsheet_rounded_is_named_as_such() -> None:
    """Two people whose long numbers became one."""
    with pytest.raises(ValueError, match="a spreadsheet has rounded it"):
        roster_of([{"id": "1.23457E+11", "name": name} for name in ("Ann", "Bo")])


def test_a_join_by_an_equal_name_can_be_declined_for_one_student(
    book: Gradebook, handed_out: Path, tmp_path: Path
) -> None:
    """Kept: a later run without the option, or without the roster, does not join them either."""
    hand_in(book, handed_out)
    hand_in(book, handed_out, roster(tmp_path), join=True, apart=["ann"])
    assert ids(book) == ["1001", "1002", "ann"]

    hand_in(book, handed_out, roster(tmp_path), join=True)
    hand_in(book, handed_out)

    assert ids(book) == ["1001", "1002", "ann"]
    assert list(book.rows("SELECT DISTINCT student FROM submission ORDER BY 1")) == [("1002",), ("ann",)]


def test_the_preview_says_how_to_decline(book: Gradebook, handed_out: Path, tmp_path: Path) -> None:
    hand_in(book, handed_out)

    with pytest.raises(RosterProblem, match="--apart ann"):
        hand_in(book, handed_out, roster(tmp_path))


def test_who_left_the_roster_and_is_still_handed_out_is_not_doubled(
    book: Gradebook, handed_out: Path, tmp_path: Path
) -> None:
    """Neither with the shorter roster nor at a later run without one."""
    hand_in(book, handed_out, roster(tmp_path))

    for given in (roster(tmp_path, "id,name\n1001,ann\n"), None):
        _, enrolled = hand_in(book, handed_out, given)
        assert ids(book) == ["1001", "1002"]
        assert enrolled.new == 0

    assert not students_of(book)[1].on_roster


def test_a_roster_that_gives_one_students_id_to_another_is_refused(
    book: Gradebook, handed_out: Path, tmp_path: Path
) -> None:
    """One column sorted alone: each would get the other's work."""
    hand_in(book, handed_out, roster(tmp_path))

    with pytest.raises(RosterProblem, match=r"gives the id 1001 to bob; so far it is ann's, who has 1002"):
        hand_in(book, handed_out, roster(tmp_path, "id,name\n1001,bob\n1002,ann\n"), join=True)

    assert [student.name for student in students_of(book)] == ["ann", "bob"]


def test_a_student_whose_name_alone_has_changed_keeps_everything(
    book: Gradebook, handed_out: Path, tmp_path: Path
) -> None:
    """A marriage is no exchange."""
    hand_in(book, handed_out, roster(tmp_path))

    hand_in(book, handed_out, roster(tmp_path, "id,name,login\n1001,Ann Roe,ann\n1002,bob,\n"))

    assert [student.name for student in students_of(book)] == ["Ann Roe", "bob"]


def test_an_id_to_keep_apart_that_nobody_has_is_told(book: Gradebook, handed_out: Path, tmp_path: Path) -> None:
    intake, _ = hand_in(book, handed_out, roster(tmp_path), apart=["anm"])

    assert any(note.startswith("--apart anm: nobody") for note in intake.notes)
