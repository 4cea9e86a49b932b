"""Which task comes next: drawn by a seed, easy ones first, spread over the functions; and what the questions are about."""

from __future__ import annotations

import pytest

from grader.courses import built_in
from grader.debugging.lots import next_question, next_task, question_about, question_key, tasks_in_order
from grader.debugging.record import Record, exercises_with_tasks, read_record

COURSE = built_in()
RECORDS = [read_record(COURSE, name) for name in exercises_with_tasks(COURSE)]
records = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.exercise)


@records
def test_a_seed_decides_the_order(record: Record) -> None:
    """The same seed, the same order; another one, another."""
    orders = [[task.key for task in tasks_in_order(record, seed)] for seed in (3, 3, 4)]

    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])


@records
def test_harder_ones_come_later(record: Record) -> None:
    """Levels never fall."""
    levels = [task.level for task in tasks_in_order(record, 1)]

    assert levels == sorted(levels)


@records
def test_a_function_comes_again_after_all_others(record: Record) -> None:
    """Within a level the first tasks are about different functions."""
    for level in (1, 2, 3):
        names = [t.bugs[0].function for t in tasks_in_order(record, 1) if t.level == level]
        count = len(set(names))

        assert len(set(names[:count])) == count


def test_a_question_is_never_about_the_task_at_hand() -> None:
    """Or it would give the task away."""
    record = RECORDS[2]
    for bug in record.bugs.values():
        task = next(task for task in record.tasks.values() if task.bugs[0] is bug)
        asked: set[str] = set()
        while question := next_question(record, 1, asked, task):
            assert question.bug.mistake not in {one.mistake for one in task.bugs}
            asked.add(question_key(question.bug))


@records
def test_a_question_is_not_about_what_one_has_just_seen(record: Record) -> None:
    """As long as there are others, it is neither about a mended program nor about one that comes soon."""
    order = tasks_in_order(record, 1)
    mended = [task.key for task in order[:2]]
    known = {bug.mistake for task in order[:6] for bug in task.bugs}
    others = [bug for bug in record.bugs.values() if bug.others and bug.mistake not in known]
    asked: set[str] = set()
    for _ in others:
        question = next_question(record, 1, asked, order[2], mended)
        assert question
        assert question.bug.mistake not in known
        asked.add(question_key(question.bug))


@records
def test_the_answer_is_the_curve_of_the_bug(record: Record) -> None:
    """And it is not always the same number."""
    bugs = [bug for bug in record.bugs.values() if bug.others]
    questions = [question_about(record, bug, seed) for bug in bugs for seed in range(5)]

    assert all(one.curves[one.answer - 1] == one.bug.shows for one in questions)
    assert {one.answer for one in questions} == {1, 2, 3}


def test_what_is_done_does_not_come_again() -> None:
    """When all are done there is none."""
    record = RECORDS[0]
    first = next_task(record, 1, ())
    assert first

    assert next_task(record, 1, {first.key}) not in (None, first)
    assert next_task(record, 1, record.tasks) is None
