"""The class as a map: a row a student, a column a function, in each cell the share of its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.classroom.gradebook.class_results import ClassResults
from grader.classroom.students import Student
from grader.outcome import Grade

# (exercise, function)
Column = tuple[str, str]
# Lower bounds of the levels above the lowest, in percent.
_LEVELS = (20, 40, 60, 80, 100)


@dataclass(frozen=True)
class HeatCell:
    """One student's part in one function: percent of its points, None where nothing was handed in or graded."""

    percent: int | None

    @property
    def level(self) -> int | None:
        """0 for less than 20 % up to 5 for all."""
        return None if self.percent is None else sum(self.percent >= bound for bound in _LEVELS)


@dataclass(frozen=True)
class HeatRow:
    """One student's row."""

    student: Student
    total: float | None
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Students by total, the best first; functions in the order of the course.

    Attributes:
        columns: the functions.
        means: the class's mean percent in each column, None where nobody was graded.
    """

    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    means: tuple[HeatCell, ...]

    @property
    def spans(self) -> list[tuple[str, int]]:
        """Each exercise with its number of columns."""
        names = [exercise for exercise, _ in self.columns]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]


def shares_of(grade: Grade) -> dict[Column, float]:
    """The share of the points of each function, from 0 to 1."""
    points: dict[Column, list[float]] = {}
    for check in grade.checks:
        sums = points.setdefault((grade.exercise, check.function), [0.0, 0.0])
        sums[0] += check.points
        sums[1] += check.max_points
    return {column: got / most for column, (got, most) in points.items() if most > 0}


def heat_map(class_results: ClassResults, shares: Mapping[str, Mapping[Column, float]]) -> HeatMap:
    """The map of a class.

    Args:
        class_results: the class.
        shares: of each student, the share of each function's points.
    """
    order = {exercise: index for index, exercise in enumerate(class_results.exercises)}
    functions = dict.fromkeys(column for own in shares.values() for column in own)
    columns = tuple(sorted(functions, key=lambda column: order[column[0]]))
    totals = {student.id: class_results.total(student.id) for student in class_results.students}
    rows = [
        HeatRow(student, totals[student.id], _cells(shares.get(student.id, {}), columns))
        for student in sorted(class_results.students, key=lambda student: (-(totals[student.id] or 0.0), student.id))
    ]
    return HeatMap(columns, tuple(rows), tuple(_mean_cell(rows, index) for index in range(len(columns))))


def _cells(own: Mapping[Column, float], columns: Sequence[Column]) -> tuple[HeatCell, ...]:
    """One student's cells."""
    return tuple(HeatCell(int(100 * own[column] + 1e-6) if column in own else None) for column in columns)


def _mean_cell(rows: Sequence[HeatRow], index: int) -> HeatCell:
    """The mean of a column."""
    known = [percent for row in rows if (percent := row.cells[index].percent) is not None]
    return HeatCell(round(sum(known) / len(known)) if known else None)
