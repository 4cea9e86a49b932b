"""How the class and its parts (the roster's sections and groups) go from exercise to exercise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from grader.classroom.gradebook.class_results import ClassResults
from grader.classroom.students import Student
from grader.report.heat import HeatCell

_CLASS = "The class"
# A group of one is that student's row on the map.
_LEAST_STUDENTS = 2


@dataclass(frozen=True)
class PartRow:
    """One part of the class.

    Attributes:
        kind: "", "section" or "group".
        cells: the mean percent of those who have a score, by exercise in the course's order.
        handed_in: percent of its students with a score, by exercise.
        change: the last exercise's mean less the first's, in percent of the points; None for fewer than two.
    """

    kind: str
    name: str
    students: int
    cells: tuple[HeatCell, ...]
    handed_in: tuple[int, ...]

    @property
    def change(self) -> int | None:
        """How far the mean has moved from the first exercise with scores to the last."""
        known = [cell.percent for cell in self.cells if cell.percent is not None]
        return known[-1] - known[0] if len(known) > 1 else None


def part_rows(class_results: ClassResults) -> tuple[PartRow, ...]:
    """The class first, then its sections and groups by name."""
    students = [student for student in class_results.students if student.on_roster]
    rows = [_row(class_results, "", _CLASS, students)] if students else []
    for kind, names in (("section", _named(students, "section")), ("group", _named(students, "group"))):
        for name in names:
            own = [student for student in students if name in _parts(getattr(student, kind))]
            rows += [_row(class_results, kind, name, own)] if len(own) >= _LEAST_STUDENTS else []
    return tuple(rows)


def _named(students: Iterable[Student], kind: str) -> list[str]:
    """The names of the parts of one kind; none where all are in one."""
    names = sorted({name for student in students for name in _parts(getattr(student, kind))})
    return names if len(names) > 1 else []


def _parts(text: str) -> Iterator[str]:
    """A student may be in several sections: the roster's rows were joined with commas."""
    yield from filter(None, (part.strip() for part in text.split(",")))


def _row(class_results: ClassResults, kind: str, name: str, students: Sequence[Student]) -> PartRow:
    """One part's means."""
    cells: list[HeatCell] = []
    handed_in: list[int] = []
    for exercise in class_results.exercises:
        most = class_results.max_scores[exercise]
        here = [class_results.results[student.id, exercise].score for student in students]
        scores = [100 * score / most for score in here if score is not None and most > 0]
        cells.append(HeatCell(int(mean(scores) + 1e-6) if scores else None))
        handed_in.append(int(100 * len(scores) / len(students)))
    return PartRow(kind, name, len(students), tuple(cells), tuple(handed_in))
