"""What grading took, and which submissions took far more than the others of their exercise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.classroom.gradebook.class_results import ClassResults
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import costs_by_key


@dataclass(frozen=True)
class Cost:
    """What grading one submission took."""

    student: str
    exercise: str
    cpu_s: float
    memory_mib: float


def costs_of(book: Gradebook, class_results: ClassResults) -> tuple[Cost, ...]:
    """Time and memory of every submission that has a grade."""
    by_key = costs_by_key(book)
    results = (result for student in class_results.students for result in class_results.of(student.id))
    return tuple(
        Cost(result.student, result.exercise, by_key[result.key].cpu_s, by_key[result.key].memory_mib)
        for result in results
        if result.key is not None and result.key in by_key
    )


_LEAST_FOR_OUTLIERS = 8
# Tukey's outer fence: three times the middle half's width above it.
_FENCE = 3.0


def outliers_of(costs: Sequence[Cost]) -> tuple[Cost, ...]:
    """Submissions far above the others of their exercise, the costliest first."""
    outliers: list[Cost] = []
    for exercise in dict.fromkeys(cost.exercise for cost in costs):
        comparable = [cost for cost in costs if cost.exercise == exercise]
        if len(comparable) >= _LEAST_FOR_OUTLIERS:
            most_s, most_mib = _fence(cost.cpu_s for cost in comparable), _fence(cost.memory_mib for cost in comparable)
            outliers += [cost for cost in comparable if cost.cpu_s > most_s or cost.memory_mib > most_mib]
    return tuple(sorted(outliers, key=lambda cost: (-cost.cpu_s, -cost.memory_mib, cost.student, cost.exercise)))


def _fence(values: Iterable[float]) -> float:
    """Above this a value is an outlier."""
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    # A class of equal values would otherwise make an outlier of the smallest wobble.
    return high + max(_FENCE * (high - low), 0.5 * high)
