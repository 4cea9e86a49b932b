"""In which order a class is graded: the exercise that takes longest first, so that none is left alone at the end."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from grader.classroom.gradebook.pending import Pending

Group = tuple[Pending, ...]


class LongestFirst:
    """Gives out groups of submissions; what an exercise takes is learnt as the results come.

    An exercise of which nothing is known yet counts as the longest, so that it becomes known.
    """

    def __init__(self, groups: Iterable[Group], expected_s: Mapping[str, float]) -> None:
        self.queues: dict[str, deque[Group]] = {}
        for group in groups:
            self.queues.setdefault(group[0].exercise, deque()).append(group)
        self.measured_s = {exercise: (seconds, 1) for exercise, seconds in expected_s.items()}

    def __iter__(self) -> Iterator[Group]:
        while pending := [exercise for exercise, queue in self.queues.items() if queue]:
            yield self.queues[max(pending, key=self.expected_s)].popleft()

    def expected_s(self, exercise: str) -> float:
        """Mean seconds of a submission so far."""
        total_s, number = self.measured_s.get(exercise, (math.inf, 1))
        return total_s / number

    def note(self, exercise: str, seconds: float) -> None:
        """What one submission took."""
        total_s, number = self.measured_s.get(exercise, (0.0, 0))
        self.measured_s[exercise] = (total_s + seconds, number + 1)
