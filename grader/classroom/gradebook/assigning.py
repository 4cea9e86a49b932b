"""Files that could not be matched: which they are, and what a person said about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import enrol, is_enrolled, left_out_of
from grader.classroom.intake.trees import Unread
from grader.classroom.names import shown
from grader.classroom.units import Unit
from grader.errors import Refused
from grader.notebooks import MAX_NOTEBOOK_BYTES, MAX_SOURCE_BYTES, notebook_source, without_notebook_calls
from grader.text import nearest

_NAMES_SHOWN = 200


def assigned_of(book: Gradebook) -> Mapping[str, tuple[str, str]]:
    """(student, exercise) of every file that a person assigned, by its path in the hand-out."""
    rows = book.rows("SELECT path, student, exercise FROM assigned ORDER BY path")
    return {path: (student, exercise) for path, student, exercise in rows}


def unread_of(book: Gradebook) -> tuple[Unread, ...]:
    """Files that students probably meant as answers and that are not read, less those assigned since."""
    rows = book.rows(
        "SELECT path, reason, student FROM unread WHERE path NOT IN (SELECT path FROM assigned) ORDER BY student, path"
    )
    return tuple(Unread(*row) for row in rows)


def assign(book: Gradebook, file: str, student: str, exercise: str) -> str:
    """Say whose answer to what a file is; returns a sentence on what comes next.

    Args:
        book: the gradebook.
        file: the path or the unique end of a path that was left out, or a file on this machine.
        student: an id in the gradebook.
        exercise: the exercise's name.

    Raises:
        SubmissionsProblem: an unknown student, or no such file, or several.
    """
    if not is_enrolled(book, student):
        ids = [row[0] for row in book.rows("SELECT id FROM student ORDER BY id LIMIT ?", (_NAMES_SHOWN,))]
        raise SubmissionsProblem(f"The gradebook has no student {shown(student)!r}. Nearest: {nearest(student, ids)}.")
    paths = _paths_named(book, file)
    if len(paths) > 1:
        raise SubmissionsProblem(f"{len(paths)} files end in {file}: {', '.join(paths[:5])}. Give more of the path.")
    if not paths:
        return _add_from_disk(book, Path(file), student, exercise)
    with book.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO assigned VALUES (?, ?, ?)", (paths[0], student, exercise))
    return f"{shown(paths[0])} is {exercise} of {student}; the same `grade class` command as before grades it."


def _paths_named(book: Gradebook, file: str) -> list[str]:
    """The left-out paths that the text names, the exact one alone where there is one."""
    known = sorted({entry.path for entry in (*left_out_of(book), *unread_of(book))} | set(assigned_of(book)))
    wanted = PurePosixPath(file).as_posix()
    if wanted in known:
        return [wanted]
    ends = [path for path in known if path.endswith(f"/{wanted}")]
    # A folder that holds the whole hand-out is no part of its paths; a person may well give it.
    return ends or [path for path in known if "/" in path and wanted.endswith(f"/{path}") and not Path(file).exists()]


def _add_from_disk(book: Gradebook, path: Path, student: str, exercise: str) -> str:
    """Enrol a file of this machine as the student's newest attempt."""
    if not path.is_file():
        raise SubmissionsProblem(
            f"No file that was left out is called {path}, and there is no such file here. "
            "`grade report` lists what was left out."
        )
    is_notebook = path.suffix.lower() == ".ipynb"
    cap_bytes = MAX_NOTEBOOK_BYTES if is_notebook else MAX_SOURCE_BYTES
    try:
        with path.open("rb") as stream:
            data = stream.read(cap_bytes + 1)
        if len(data) > cap_bytes:
            raise Refused(f"is larger than {cap_bytes >> 20} MiB")
        source, notes = notebook_source(data) if is_notebook else without_notebook_calls(data)
    except (OSError, Refused) as error:
        raise SubmissionsProblem(f"{path} cannot be read: {error}. Give another file.") from error
    said = ("assigned by hand", *notes)
    enrol(book, (), [Unit(student, exercise, source, shown(path.name), notes=said)])
    return f"{path.name} is {exercise} of {student}; any `grade class` into this folder grades it."
