"""GitHub: a folder of clones, `<assignment>-submissions/<assignment>-<user>/`, with or without `grades.csv`.

`.git`, hooks and workflows in a clone are a stranger's data: nothing of them runs; of `.git` the time of the last commit
is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from grader.classroom.intake.commit_times import commit_time
from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree, top_folders
from grader.classroom.names import shown
from grader.classroom.students import Student, student
from grader.classroom.tables import decoded, read_table
from grader.errors import Refused
from grader.files import MIB

_GRADES = "grades.csv"
_ENDING = "-submissions"
_LEAST_SHARE = 0.5
_UNDATED_SHOWN = 5


def _recognises(tree: Tree) -> bool:
    """Whether most folders are clones, or the folder is named as GitHub's own tool names it."""
    repositories = top_folders(tree.files)
    if not repositories:
        return False
    parts = [entry.path.rstrip("/").split("/") for entry in tree.left_out]
    clones = {names[0] for names in parts if names[1:] == [".git"]}
    named = tree.label.removesuffix(".zip").endswith(_ENDING) and bool(_slug_of(tree))
    return named or len(repositories & clones) >= _LEAST_SHARE * len(repositories)


def _read(tree: Tree) -> Reading:
    """What follows the assignment's name in the repository's name is the user; `grades.csv` tells more."""
    facts, unreadable = _rows_by_repository(tree)
    slug = _slug_of(tree)
    stamps: dict[str, str] = {}
    handed: list[Handed] = []
    left_out: list[LeftOut] = []
    for file in tree.files:
        repository, *inner = file.parts
        if not inner:
            if file.path != _GRADES:
                left_out.append(LeftOut(file.path, "lies in no repository"))
            continue
        row = facts.get(repository, {})
        if repository not in stamps:
            # A push's time, where the platform's list has it, cannot be forged; a commit's is the student's own clock.
            stamps[repository] = row.get("submission_timestamp", "") or commit_time(tree, repository) or ""
        owner = _owner_of(repository, slug, row)
        handed.append(Handed((owner,), file.path, "/".join(inner), stamp=stamps[repository]))
    return Reading(tuple(handed), tuple(left_out), (*unreadable, *_undated(stamps)))


def _undated(stamps: Mapping[str, str]) -> Iterator[str]:
    """A sentence on the repositories of which nothing says when they were pushed."""
    names = [shown(repository) for repository, stamp in stamps.items() if not stamp]
    if names:
        more = f" and {len(names) - _UNDATED_SHOWN} more" if len(names) > _UNDATED_SHOWN else ""
        yield (
            f"{len(names)} of {len(stamps)} repositories without a readable last commit, so never late "
            f"({', '.join(names[:_UNDATED_SHOWN])}{more}); a grades.csv of GitHub's beside them tells the times"
        )


def _slug_of(tree: Tree) -> str:
    """The assignment's name with its dash when every repository begins with it, else nothing.

    What the names merely have in common is no slug: "hw-ann-lee" and "hw-ann-kim" share more than the assignment.
    """
    slug = tree.label.removesuffix(".zip").removesuffix(_ENDING) + "-"
    repositories = top_folders(tree.files)
    return slug if all(name.startswith(slug) and name != slug for name in repositories) else ""


def _owner_of(repository: str, slug: str, row: Mapping[str, str]) -> Student:
    """The student of a repository."""
    login = row.get("github_username") or repository.removeprefix(slug)
    # The teacher's own identifier may be an id, a name or an address: the roster tries it as each.
    known = row.get("roster_identifier", "")
    email = known if "@" in known else ""
    return student(login, name=known or login, login=login, email=email, group=row.get("group_name", ""))


def _rows_by_repository(tree: Tree) -> tuple[Mapping[str, Mapping[str, str]], tuple[str, ...]]:
    """The rows of `grades.csv`, where it lies beside the clones; and a sentence where it cannot be read."""
    if not any(file.path == _GRADES for file in tree.files):
        return {}, ()
    try:
        table = read_table(decoded(tree.read(_GRADES, 16 * MIB)))
    except (Refused, ValueError) as error:
        return {}, (f"{_GRADES} is not used, neither its times nor its names: {error}",)
    rows: Iterable[dict[str, str]] = (dict(zip(table.header, row, strict=False)) for row in table.rows[1:])
    return {row.get("student_repository_name", ""): row for row in rows}, ()


LAYOUT = Layout("GitHub clones", _recognises, _read)
