"""Which task and which question come next: drawn by a seed, easy ones first, spread over the functions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice

from grader.debugging.record import BugRecord, Record, Task

_COMING = 4


@dataclass(frozen=True)
class Question:
    """What will you see? Three curves, one of which belongs to the bug.

    Attributes:
        bug: the mistake that is shown.
        curves: three curves as text, in the order in which they are drawn.
        answer: which one it is, from 1.
    """

    bug: BugRecord
    curves: tuple[str, ...]
    answer: int


def tasks_in_order(record: Record, seed: int) -> list[Task]:
    """All tasks: by level, and within a level such that a function comes again only after all others."""
    drawn = list(record.tasks.values())
    _dice(record, seed).shuffle(drawn)
    drawn.sort(key=lambda task: task.level)
    met: Counter[tuple[int, str]] = Counter()
    turns = {}
    for task in drawn:
        group = (task.level, task.bugs[0].function)
        turns[task.key] = met[group]
        met[group] += 1
    return sorted(drawn, key=lambda task: (task.level, turns[task.key]))


def next_task(record: Record, seed: int, done: Container[str]) -> Task | None:
    """The first task in order that is not done; None when all are."""
    return next((task for task in tasks_in_order(record, seed) if task.key not in done), None)


def next_question(
    record: Record, seed: int, asked: Container[str], but: Task | None, mended: Container[str] = ()
) -> Question | None:
    """A question that was not asked yet and is not about the task at hand; None when there is none.

    Mistakes that were mended already, and those of the programs that come next, are asked about last: an answer is no
    guess from memory, and gives no program away.
    """
    hidden = {bug.mistake for bug in but.bugs} if but is not None else set()
    coming = islice((task for task in tasks_in_order(record, seed) if task.key not in mended), _COMING)
    known = [*coming, *(task for task in record.tasks.values() if task.key in mended)]
    near = {bug.mistake for task in known for bug in task.bugs}
    bugs = [bug for bug in record.bugs.values() if bug.others]
    random.Random(f"{seed} questions of {record.exercise}").shuffle(bugs)
    for bug in sorted(bugs, key=lambda bug: bug.mistake in near):
        if bug.mistake not in hidden and question_key(bug) not in asked:
            return question_about(record, bug, seed)
    return None


def question_about(record: Record, bug: BugRecord, seed: int) -> Question:
    """The question about one bug, its curves in an order drawn by the seed."""
    names = [bug.mistake, *bug.others]
    random.Random(f"{seed} {bug.mistake}").shuffle(names)
    curves = tuple(bug.shows if name == bug.mistake else record.shown(bug, name) for name in names)
    return Question(bug, curves, names.index(bug.mistake) + 1)


def question_key(bug: BugRecord) -> str:
    """What the learner's folder remembers a question by."""
    return f"{bug.function}.{bug.mistake}"


def _dice(record: Record, seed: int) -> random.Random:
    return random.Random(f"{seed} {record.exercise}")
