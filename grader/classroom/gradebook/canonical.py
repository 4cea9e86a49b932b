"""The gradebook as one text in one order: equal content gives equal bytes, however and in what order it was made.

No time of a run, no duration and no memory stands in it. Words that a check wrote are left out unless asked for: a
timed-out submission may be stopped at another line each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import unpacked
from grader.classroom.gradebook.late_policy import late_policy_of
from grader.classroom.gradebook.overrides import Override, override_history
from grader.classroom.gradebook.submissions import left_out_of, students_of

_ORDERED_VERSION = 1
_VERDICT = ("name", "function", "status", "points", "max_points", "misconceptions", "proven_on", "tolerance")
_WORDS = ("description", "message", "advice", "details")


def ordered(book: Gradebook, *, words: bool = False) -> str:
    """The whole gradebook as JSON, one entry a line; `words` adds what the checks said."""
    return "".join(_ordered_pieces(book, words=words))


def _ordered_pieces(book: Gradebook, *, words: bool = False) -> Iterator[str]:
    """The same, a line at a time, so that a large class need not fit into memory."""
    policy = late_policy_of(book)
    sections: dict[str, Iterable[Any]] = {
        "students": map(vars, students_of(book)),
        "submissions": submissions(book, words),
        "left_out": map(vars, left_out_of(book)),
        "faults": _dictionaries(book, "SELECT student, exercise, attempt FROM fault ORDER BY 1, 2, 3"),
        "overrides": (_without_time(given) for given in override_history(book)),
        "late_rules": ({"exercise": name} | vars(rule) for name, rule in sorted(policy.rules.items())),
        "extensions": (vars(extension) for _, extension in sorted(policy.extensions.items())),
        "comments": _dictionaries(
            book, "SELECT student, exercise, check_name, words FROM comment ORDER BY 1, 2, 3, id"
        ),
        "criteria": _dictionaries(book, "SELECT exercise, name, title, points FROM criterion ORDER BY place, name"),
        "points_by_hand": _dictionaries(
            book,
            "SELECT student, exercise, criterion, points, who, words FROM hand_points "
            "ORDER BY student, exercise, criterion, recorded_at, id",
        ),
        "apart": _dictionaries(book, "SELECT student FROM apart ORDER BY 1"),
        "assigned": _dictionaries(book, "SELECT path, student, exercise FROM assigned ORDER BY 1"),
        "settings": _dictionaries(book, "SELECT name, value FROM setting ORDER BY name"),
        "results": _results(book),
    }
    yield f'{{"version": {_ORDERED_VERSION}'
    for name, entries in sections.items():
        yield f',\n"{name}": ['
        for number, entry in enumerate(entries):
            yield (",\n" if number else "\n") + json.dumps(entry, sort_keys=True, ensure_ascii=True)
        yield "\n]"
    yield "\n}\n"


def submissions(book: Gradebook, words: bool) -> Iterator[dict[str, Any]]:
    """Every attempt with all its grades, the one that counts last."""
    grades: dict[tuple[str, str, int], list[str]] = {}
    for student, exercise, attempt, key in book.rows("SELECT student, exercise, attempt, key FROM graded ORDER BY id"):
        grades.setdefault((student, exercise, attempt), []).append(key)
    query = (
        "SELECT student, exercise, attempt, source_hash, origin, submitted_at, late, notes "
        "FROM submission ORDER BY student, exercise, attempt"
    )
    for row in _dictionaries(book, query):
        keys = grades.get((row["student"], row["exercise"], row["attempt"]), [])
        row["notes"] = json.loads(row["notes"])
        yield row | {"grades": [_reproducible_grade(book, key, words) for key in keys]}


def _results(book: Gradebook) -> Iterator[dict[str, Any]]:
    """What counts in the end for each student: by hand, late and rubric included, as every export has it."""
    class_results = class_results_of(book)
    for student in class_results.students:
        scores = {result.exercise: result.score for result in class_results.of(student.id)}
        total, most = class_results.total(student.id), class_results.max_total
        yield {"student": student.id, "scores": scores, "total": total, "max_total": most}


def _reproducible_grade(book: Gradebook, key: str, words: bool) -> dict[str, Any]:
    """A grade with everything that makes it again."""
    query = (
        "SELECT key, score, max_score, packed_outcome, checks_hash, grader_version, torch_version, seed, limits, mnist, "
        "isolation FROM grade WHERE key = ?"
    )
    grade = next(_dictionaries(book, query, (key,)))
    kept = unpacked(grade.pop("packed_outcome"))
    fields = _VERDICT + _WORDS if words else _VERDICT
    checks = (check.to_json() for check in kept.checks)
    grade["checks"] = [{name: check[name] for name in fields} for check in checks]
    grade["isolation"] = json.loads(grade["isolation"])
    return grade


def _without_time(given: Override) -> dict[str, Any]:
    """A score by hand; when it was given is a time of a run."""
    return {name: value for name, value in vars(given).items() if name != "recorded_at"}


def _dictionaries(book: Gradebook, query: str, values: tuple[Any, ...] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a query with their columns' names."""
    cursor = book.connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        record: Mapping[str, Any] = dict(zip(names, row, strict=True))
        yield dict(record)
