"""The gradebook: nothing lost when killed, nothing twice, a full disk said in one sentence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.errors import DiskFull, GradebookBusy, GradebookProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.schema import MIGRATIONS, migrate, version_of
from grader.classroom.gradebook.submissions import enrol, source_of
from grader.classroom.intake.trees import LeftOut
from grader.classroom.students import Student
from grader.classroom.units import Unit

ALICE = Student("alice")


def unit(source: str, **more: object) -> Unit:
    """Alice's source for one exercise."""
    return Unit("alice", "warmup", source.encode(), "alice/warmup.py", **more)


def attempts(book: Gradebook) -> list[tuple[int, bytes]]:
    """Alice's attempts with their sources."""
    rows = book.rows("SELECT attempt, source_hash FROM submission ORDER BY attempt")
    return [(attempt, source_of(book, source_hash)) for attempt, source_hash in list(rows)]


def fill_the_disk(book: Gradebook) -> None:
    """Leave room for two more pages: what SQLite then meets is what it meets on a full disk."""
    (pages,) = book.row("PRAGMA page_count")
    book.connection.execute(f"PRAGMA max_page_count = {pages + 2}")


def test_it_is_written_ahead(book: Gradebook) -> None:
    assert book.row("PRAGMA journal_mode") == ("wal",)


def test_the_same_handout_twice_changes_nothing(book: Gradebook) -> None:
    handout = [unit("a"), unit("b", attempt=2)]

    first, second = enrol(book, [ALICE], handout), enrol(book, [ALICE], handout)

    assert (first.new, first.known) == (2, 0)
    assert (second.new, second.known) == (0, 2)
    assert attempts(book) == [(1, b"a"), (2, b"b")]


def test_handing_in_an_earlier_version_again_is_a_new_attempt(book: Gradebook) -> None:
    for source in ("a", "b", "a", "a"):
        enrol(book, [ALICE], [unit(source)])

    assert attempts(book) == [(1, b"a"), (2, b"b"), (3, b"a")]


def test_by_date_the_newest_counts_whatever_came_last(book: Gradebook) -> None:
    enrol(book, [ALICE], [unit("new", submitted_at="2026-03-02T00:00:00Z")])
    enrol(book, [ALICE], [unit("old", submitted_at="2026-03-01T00:00:00Z")])

    assert book.row("SELECT attempt FROM counting") == (1,)


def test_without_dates_the_last_counts(book: Gradebook) -> None:
    enrol(book, [ALICE], [unit("dated", submitted_at="2026-03-02T00:00:00Z")])
    enrol(book, [ALICE], [unit("undated")])

    assert book.row("SELECT attempt FROM counting") == (2,)


def test_equal_sources_are_kept_once(book: Gradebook) -> None:
    bob = Unit("bob", "warmup", b"same", "bob/warmup.py")
    enrol(book, [ALICE, Student("bob")], [unit("same"), bob])

    assert book.row("SELECT COUNT(*) FROM source") == (1,)


def test_what_was_left_out_is_kept_whatever_its_name(book: Gradebook) -> None:
    enrol(book, [ALICE], [unit("a"), LeftOut(os.fsdecode(b"b\xff.txt"), "is no .py or .ipynb file")])

    assert book.row("SELECT path FROM left_out") == ("b\\udcff.txt",)


def test_a_failed_handout_leaves_nothing(book: Gradebook) -> None:
    def broken() -> object:
        yield unit("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enrol(book, [ALICE], broken())

    assert book.row("SELECT COUNT(*) FROM student") == (0,)


KILLED = """
import os, sys
from pathlib import Path
from grader.classroom.gradebook.gradebook import Gradebook
book = Gradebook.open(Path(sys.argv[1]), create=True)
book.keep_setting("kept", "whole")
with book.transaction() as connection:
    connection.execute("INSERT INTO setting VALUES ('half', 'written')")
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_a_kill_loses_only_the_transaction_it_hit(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"

    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)

    assert ended.returncode == -signal.SIGKILL
    with Gradebook.open(path) as book:
        assert (book.setting("kept"), book.setting("half")) == ("whole", None)


def test_a_full_disk_is_one_clear_sentence_and_nothing_is_lost(book: Gradebook) -> None:
    enrol(book, [ALICE], [unit("a")])
    fill_the_disk(book)

    with pytest.raises(DiskFull, match="is safe: make room and run the same command again") as raised:
        enrol(book, [ALICE], [Unit("alice", "warmup", os.urandom(100_000), "alice/warmup.py")])

    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 3
    assert attempts(book) == [(1, b"a")]


def test_after_room_was_made_the_same_goes_through(book: Gradebook) -> None:
    large = [Unit("alice", "warmup", os.urandom(100_000), "alice/warmup.py")]
    fill_the_disk(book)
    with pytest.raises(DiskFull):
        enrol(book, [ALICE], large)

    book.connection.execute("PRAGMA max_page_count = 100000")

    assert enrol(book, [ALICE], large).new == 1


def test_two_writers_are_told_apart(book: Gradebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.classroom.gradebook.gradebook.BUSY_WAIT_MS", 1)
    with Gradebook.open(book.path) as other, book.transaction(), pytest.raises(GradebookBusy, match="Another run"):
        other.keep_setting("a", "b")


def test_a_folder_without_a_gradebook_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GradebookProblem, match="grade class SUBMISSIONS"):
        Gradebook.open(tmp_path)


@pytest.mark.parametrize("content", [b"not a database, surely not" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_said_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gradebook.sqlite").write_bytes(content)

    with pytest.raises(GradebookProblem, match="damaged"):
        Gradebook.open(tmp_path)


def test_a_newer_version_is_not_touched(book: Gradebook) -> None:
    book.connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    with pytest.raises(GradebookProblem, match="newer Autogradus"):
        Gradebook.open(book.path)


def test_an_older_version_is_brought_up_to_date_with_its_content(book: Gradebook) -> None:
    enrol(book, [ALICE], [unit("a")])
    later = (*MIGRATIONS, "ALTER TABLE student ADD COLUMN pronouns TEXT NOT NULL DEFAULT '';")

    migrate(book.connection, later)

    assert version_of(book.connection) == len(later)
    assert book.row("SELECT id, pronouns FROM student") == ("alice", "")


def test_a_migration_that_fails_leaves_the_version_it_found(book: Gradebook) -> None:
    broken = (*MIGRATIONS, "CREATE TABLE extra (x); INSERT INTO nowhere VALUES (1);")

    with pytest.raises(sqlite3.OperationalError):
        migrate(book.connection, broken)

    assert version_of(book.connection) == len(MIGRATIONS)
    assert book.row("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'extra'") == (0,)


def test_a_setting_is_kept_once(book: Gradebook) -> None:
    assert book.keep_setting("seed", "7") == "7"
    assert book.keep_setting("seed", "8") == "7"


def test_the_history_of_grades_is_kept(book: Gradebook, class_of: Callable[..., Gradebook]) -> None:
    class_of(book, {"alice": {"warmup": 60.0}})
    enrol(book, [ALICE], [unit("better")])
    class_of(book, {"alice": {"warmup": 90.0}})

    assert [row[0] for row in book.rows("SELECT COUNT(*) FROM graded GROUP BY attempt ORDER BY attempt")] == [1, 1]
