"""The gradebook's tables, as a list of migrations: number n brings version n - 1 to version n.

A released migration is never edited; a change is a new one at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from grader.classroom.errors import GradebookProblem

_FIRST = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE student (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, login TEXT NOT NULL,
    class_group TEXT NOT NULL, section TEXT NOT NULL, on_roster INTEGER NOT NULL
) WITHOUT ROWID;

-- Sources stay here, packed with zlib, so that a score can be made again long after the archive is gone.
CREATE TABLE source (hash TEXT PRIMARY KEY, packed BLOB NOT NULL, size_bytes INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE submission (
    student TEXT NOT NULL REFERENCES student(id), exercise TEXT NOT NULL, attempt INTEGER NOT NULL,
    source_hash TEXT NOT NULL REFERENCES source(hash), origin TEXT NOT NULL, submitted_at TEXT,
    late INTEGER NOT NULL, notes TEXT NOT NULL,
    PRIMARY KEY (student, exercise, attempt)
) WITHOUT ROWID;

-- The newest submission of each student for each exercise: by date where all are dated, else by attempt.
CREATE VIEW counting AS
SELECT student, exercise, attempt, source_hash, origin, submitted_at, late, notes FROM (
    SELECT *, ROW_NUMBER() OVER (
        PARTITION BY student, exercise ORDER BY CASE WHEN undated THEN NULL ELSE submitted_at END DESC, attempt DESC
    ) AS place
    FROM (SELECT *, SUM(submitted_at IS NULL) OVER (PARTITION BY student, exercise) > 0 AS undated FROM submission)
) WHERE place = 1;

CREATE TABLE left_out (path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (path, reason)) WITHOUT ROWID;

-- A grade belongs to a key, that is, to a source under conditions; equal sources share it.
CREATE TABLE grade (
    key TEXT PRIMARY KEY, exercise TEXT NOT NULL, source_hash TEXT NOT NULL,
    score REAL NOT NULL, max_score REAL NOT NULL, packed_outcome BLOB NOT NULL,
    checks_hash TEXT NOT NULL, grader_version TEXT NOT NULL, torch_version TEXT NOT NULL,
    seed TEXT NOT NULL, limits TEXT NOT NULL, mnist TEXT NOT NULL, isolation TEXT NOT NULL
) WITHOUT ROWID;

-- What differs from run to run; never exported where bytes are compared.
CREATE TABLE cost (
    key TEXT PRIMARY KEY, wall_s REAL NOT NULL, cpu_s REAL NOT NULL, memory_mib REAL NOT NULL
) WITHOUT ROWID;

-- The history of a submission's grades; the last one counts.
CREATE TABLE graded (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, exercise TEXT NOT NULL, attempt INTEGER NOT NULL,
    key TEXT NOT NULL REFERENCES grade(key), recorded_at TEXT NOT NULL,
    FOREIGN KEY (student, exercise, attempt) REFERENCES submission
);
CREATE INDEX graded_by_submission ON graded (student, exercise, attempt);
CREATE VIEW standing AS
SELECT student, exercise, attempt, key FROM graded AS g WHERE NOT EXISTS (
    SELECT 1 FROM graded AS later
    WHERE (later.student, later.exercise, later.attempt) = (g.student, g.exercise, g.attempt) AND later.id > g.id
);

-- What a regrade would change, until it is applied or dropped.
CREATE TABLE proposed (
    student TEXT NOT NULL, exercise TEXT NOT NULL, attempt INTEGER NOT NULL, key TEXT NOT NULL REFERENCES grade(key),
    PRIMARY KEY (student, exercise, attempt)
) WITHOUT ROWID;

-- Faults of ours: not graded, never 0.
CREATE TABLE fault (
    student TEXT NOT NULL, exercise TEXT NOT NULL, attempt INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (student, exercise, attempt)
) WITHOUT ROWID;

-- Scores by hand, in the order in which they were given; the last one counts, a NULL takes it back.
CREATE TABLE override (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, exercise TEXT NOT NULL, score REAL,
    who TEXT NOT NULL, why TEXT NOT NULL, recorded_at TEXT NOT NULL
);

CREATE TABLE late_rule (
    exercise TEXT PRIMARY KEY, due_at TEXT, grace_minutes REAL NOT NULL, percent_per_day REAL NOT NULL,
    most_percent REAL NOT NULL, closed_after_days REAL, marked_late_percent REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE extension (
    student TEXT NOT NULL, exercise TEXT NOT NULL, due_at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (student, exercise)
) WITHOUT ROWID;
"""

# The view got the name of what it holds.
_CURRENT_GRADE = """
DROP VIEW standing;
CREATE VIEW current_grade AS
SELECT student, exercise, attempt, key FROM graded AS g WHERE NOT EXISTS (
    SELECT 1 FROM graded AS later
    WHERE (later.student, later.exercise, later.attempt) = (g.student, g.exercise, g.attempt) AND later.id > g.id
);
"""

# What a person settles (assigned files, comments), what a student handed in unread, and late days by a calendar.
_PEOPLE = """
CREATE TABLE assigned (
    path TEXT PRIMARY KEY, student TEXT NOT NULL, exercise TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE unread (
    student TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (student, path)
) WITHOUT ROWID;

CREATE TABLE comment (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, exercise TEXT NOT NULL, check_name TEXT NOT NULL, words TEXT NOT NULL
);

ALTER TABLE late_rule ADD COLUMN calendar_zone TEXT NOT NULL DEFAULT '';
"""

# Students whom a person keeps apart from the roster; points by hand beside the automatic ones.
_BY_HAND = """
CREATE TABLE apart (student TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE criterion (
    exercise TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, points REAL NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (exercise, name)
) WITHOUT ROWID;

-- The last one of a criterion counts; a NULL takes it back.
CREATE TABLE hand_points (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, exercise TEXT NOT NULL, criterion TEXT NOT NULL, points REAL,
    who TEXT NOT NULL, words TEXT NOT NULL, recorded_at TEXT NOT NULL
);
"""

# Mails that went out, or were about to.
_MAILS = """
CREATE TABLE mailed (
    student TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, recorded_at TEXT NOT NULL,
    PRIMARY KEY (student, digest)
) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _CURRENT_GRADE, _PEOPLE, _BY_HAND, _MAILS)


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a gradebook to the newest version, each step in a transaction of its own."""
    version = version_of(connection)
    if version > len(migrations):
        raise GradebookProblem(
            f"The gradebook has version {version}, this Autogradus knows versions up to {len(migrations)}. "
            "Use the newer Autogradus that wrote it."
        )
    for number, script in enumerate(migrations[version:], version + 1):
        # executescript runs the text as it stands, so the transaction is part of the text.
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise


def version_of(connection: sqlite3.Connection) -> int:
    """The version that the file says it has; 0 for a new file."""
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])
