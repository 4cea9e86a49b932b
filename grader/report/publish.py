"""All pages of a class in one folder: `class.html` and `students/`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from grader.classroom.gradebook.class_results import ClassResults, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook, explained
from grader.classroom.gradebook.grades import grade_of, graded_on
from grader.classroom.gradebook.submissions import left_out_of, source_of
from grader.classroom.students import Student
from grader.files import write_whole
from grader.report.alike.ring_graph import ring_graph
from grader.report.alike.side_by_side import side_by_side
from grader.report.alike.similar import Source, compare, known_statements
from grader.report.analysis import analyse
from grader.report.beliefs import Belief, Key
from grader.report.marked_work.work import work_of
from grader.report.pages import Alike, Heading, class_page, student_page

# More rings than this are shown without their sources: the page stays one that opens.
_MOST_BESIDE = 25
_SLUG = re.compile(r"[^a-z0-9]+")


def publish(
    book: Gradebook,
    folder: Path,
    *,
    titles: Mapping[str, str] | None = None,
    base: Mapping[str, Sequence[bytes]] | None = None,
    details: bool = True,
    heading: str = "",
    beliefs: Mapping[Key, Belief] | None = None,
    progress: Callable[[int, int], None] = lambda done, all_: None,
) -> Path:
    """Write every page; returns the class's.

    Args:
        book: the gradebook.
        folder: where to; made when absent, pages in it are replaced.
        titles: what the exercises are called.
        base: by exercise the stub, the solutions and other known files, which make nobody look alike.
        details: whether students see inputs and expected values.
        heading: what the class's page is called.
        beliefs: what the misconceptions are called, and which are one.
        progress: called with the number of pages done and to do.
    """
    class_results = class_results_of(book)
    files = {student.id: f"students/{file_name(student)}" for student in class_results.students}
    with explained(folder):
        (folder / "students").mkdir(parents=True, exist_ok=True)
    for done, student in enumerate(class_results.students, 1):
        page = page_of(book, class_results, student, titles or {}, details)
        _replace_file(folder / files[student.id], page)
        progress(done, len(class_results.students) + 1)
    alike = {
        exercise: _alike_in(book, class_results, exercise, tuple((base or {}).get(exercise, ())), files)
        for exercise in class_results.exercises
    }
    notes = [str(entry) for entry in left_out_of(book)]
    target, head = folder / "class.html", Heading(heading or "The class", graded_on(book))
    _replace_file(target, class_page(class_results, analyse(book, class_results, beliefs), alike, files, notes, head))
    progress(len(class_results.students) + 1, len(class_results.students) + 1)
    return target


def page_of(
    book: Gradebook, class_results: ClassResults, student: Student, titles: Mapping[str, str], details: bool
) -> str:
    """One student's page."""
    works = [
        work_of(
            grade_of(book, result.key) if result.key else None,
            titles.get(result.exercise, ""),
            result,
            source_of(book, result.source_hash) if result.source_hash else None,
        )
        for result in class_results.of(student.id)
    ]
    return student_page(student, works, total=class_results.total(student.id), details=details)


def _alike_in(
    book: Gradebook, class_results: ClassResults, exercise: str, base: tuple[bytes, ...], files: Mapping[str, str]
) -> Alike:
    """How the submissions of one exercise compare, with the closest two of each ring beside each other."""
    sources = {source.student: source for source in _sources_of(book, class_results, exercise)}
    comparison, known = compare(sources.values(), base), known_statements(base)
    beside = tuple(
        side_by_side(sources[ring.closest.first].content, sources[ring.closest.second].content, known)
        for ring in comparison.rings[:_MOST_BESIDE]
    )
    labels = {student.id: student.name or student.id for student in class_results.students}
    drawn = ring_graph(exercise, comparison.rings, comparison.bar, labels, files) if comparison.rings else None
    return Alike(comparison, beside, drawn)


def _sources_of(book: Gradebook, class_results: ClassResults, exercise: str) -> Iterable[Source]:
    """The sources of one exercise that count."""
    for student in class_results.students:
        result = class_results.results[student.id, exercise]
        if result.source_hash is not None:
            yield Source(student.id, result.origin, source_of(book, result.source_hash))


def file_name(student: Student) -> str:
    """A file name that is safe everywhere and differs for any two ids."""
    slug = _SLUG.sub("-", student.id.lower()).strip("-")[:40] or "student"
    digest = hashlib.sha256(student.id.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{slug}-{digest}.html"


def _replace_file(path: Path, text: str) -> None:
    """Write a page whole or not at all; a full disk is told in one sentence."""
    with explained(path):
        write_whole(path, text)
