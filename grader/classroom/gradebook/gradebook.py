"""The gradebook: one SQLite file that survives being killed at any moment.

It opens and migrates the file, gives out transactions, and turns SQLite's errors into sentences. What is kept in it
has a file for each idea: submissions, pending, grades, overrides, late_policy, regrading, merging, class_results, canonical.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.classroom.errors import DiskFull, GradebookBusy, GradebookProblem
from grader.classroom.gradebook.schema import migrate

FILE_NAME = "gradebook.sqlite"
BUSY_WAIT_MS = 10_000

# SQLite's primary result codes; the low byte of an extended one.
BUSY, LOCKED, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26


class Gradebook:
    """An open gradebook. Use it as a context manager; only one thread may use it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """A prepared connection; `open` makes one."""
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Gradebook:
        """Open a gradebook file, or the one in a results folder, bringing it to the newest version.

        Raises:
            GradebookProblem: there is none (and `create` is False), or it cannot be used.
        """
        file = path / FILE_NAME if path.is_dir() or (create and not path.suffix) else path
        if not create and not file.is_file():
            raise GradebookProblem(
                f"There is no gradebook in {path}. `grade class SUBMISSIONS --out {path}` makes one."
            )
        with explained(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            fixed = file.exists() and not is_writable(file)
            connection = _read_into_memory(file) if fixed else sqlite3.connect(file, isolation_level=None)
            try:
                _prepare(connection)
                connection.execute(f"PRAGMA query_only = {int(fixed)}")
            except BaseException:
                connection.close()
                raise
        return cls(connection, file)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: the block's changes are kept when it ends, none of them when it raises or is killed."""
        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one at a time."""
        with explained(self.path):
            yield from self.connection.execute(query, values)

    def row(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with explained(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(query, values).fetchone()
        return row

    def setting(self, name: str) -> str | None:
        """A value kept for the whole class, such as its seed, or None."""
        row = self.row("SELECT value FROM setting WHERE name = ?", (name,))
        return None if row is None else str(row[0])

    def keep_setting(self, name: str, value: str) -> str:
        """Keep a value unless there is one already; returns the one that stands."""
        with self.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, value))
        return self.setting(name) or value

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value in place of the one that stood."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Close the file; SQLite then folds its log into it."""
        self.connection.close()

    def __enter__(self) -> Gradebook:
        """The gradebook itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def is_writable(file: Path) -> bool:
    """Whether the file and its folder, where SQLite keeps its log, can be written to."""
    return os.access(file.parent, os.W_OK) and os.access(file, os.W_OK)


def _read_into_memory(file: Path) -> sqlite3.Connection:
    """A gradebook that cannot be written to, such as one on a read-only mount, as a copy that can only be read.

    SQLite wants to write even where one only reads: its log is folded in, and an older version brought up to date.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("", "-wal"):
            if Path(f"{file}{ending}").is_file():
                shutil.copyfile(f"{file}{ending}", Path(folder) / f"{FILE_NAME}{ending}")
        with closing(sqlite3.connect(Path(folder) / FILE_NAME)) as disk:
            disk.backup(memory)
    return memory


def _prepare(connection: sqlite3.Connection) -> None:
    """Set the connection up and migrate the file."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_WAIT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    # A killed process loses nothing at this level; a power cut may lose the last grades, which are then made again.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite or of the disk into one sentence of ours."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise _explanation(code, path, error) from error
    except OSError as error:
        raise _explanation(FULL if _is_full(error) else CANNOT_OPEN, path, error) from error


def _is_full(error: OSError) -> bool:
    """Whether the disk, or the user's share of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _explanation(code: int, path: Path, error: Exception) -> Exception:
    """The error to raise for one of SQLite's result codes."""
    if code in (FULL, IO_ERROR):
        return DiskFull(
            f"The disk that holds {path} is full ({error}). Everything graded so far is safe: "
            "make room and run the same command again."
        )
    if code in (BUSY, LOCKED):
        return GradebookBusy(f"Another run is writing to {path}. Wait until it ends, then run the same command again.")
    if code in (CORRUPT, NOT_A_DATABASE):
        return GradebookProblem(f"{path} is no gradebook, or a damaged one ({error}). Move it away or restore a copy.")
    if code in (READ_ONLY, CANNOT_OPEN):
        return GradebookProblem(f"{path} cannot be opened for writing ({error}). Check the folder and its permissions.")
    return error
