"""Grace days are a budget a student, and extensions come one at a time or as a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from validators import rows_of

from grader.classroom.exports import export
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import (
    LatePolicy,
    LateRule,
    grace_days_spent,
    late_policy_of,
    set_grace_days,
    set_late_rule,
)
from grader.classroom.gradebook.overrides import override
from grader.command.cli import cli

FIRST, SECOND = (LateRule(f"2026-03-0{day}T00:00:00Z", percent_per_day=10) for day in (1, 8))
POLICY = LatePolicy({"exercise2": FIRST, "exercise3": SECOND}, grace_days=3)


def late_by(days: int, due: str = "2026-03-01") -> str:
    """So many days after midnight of the due day, less an hour."""
    return (datetime.fromisoformat(due) + timedelta(days=days, hours=-1)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    ("first", "second", "spent"),
    [
        (2, 2, {("ann", "exercise2"): 2, ("ann", "exercise3"): 1}),
        (5, 1, {("ann", "exercise2"): 3}),
        (0, 1, {("ann", "exercise3"): 1}),
    ],
)
def test_grace_days_go_first_on_what_was_due_first(first: int, second: int, spent: dict[tuple[str, str], int]) -> None:
    work = [("ann", "exercise3", late_by(second, "2026-03-08")), ("ann", "exercise2", late_by(first))]

    assert grace_days_spent(POLICY, work) == spent


def test_grace_days_are_each_students_own() -> None:
    work = [(student, "exercise2", late_by(3)) for student in ("ann", "bob")]

    assert grace_days_spent(POLICY, work) == {("ann", "exercise2"): 3, ("bob", "exercise2"): 3}


def test_a_grace_day_opens_nothing_that_is_closed() -> None:
    rule = LateRule(FIRST.due_at, percent_per_day=10, closed_after_days=1)

    assert not grace_days_spent(LatePolicy({"exercise2": rule}, grace_days=3), [("ann", "exercise2", late_by(2))])
    assert rule.percent_off(late_by(2), marked_late=False, grace_days=3) == 100


def test_no_grace_day_is_spent_where_lateness_costs_nothing() -> None:
    rule = LateRule(FIRST.due_at)

    assert not grace_days_spent(LatePolicy({"exercise2": rule}, grace_days=3), [("ann", "exercise2", late_by(2))])


@pytest.fixture
def late_class(book: Gradebook, class_of: Callable[..., Gradebook]) -> Gradebook:
    """Ann handed warmup and exercise2 in two days late each; a day costs 10 %; three grace days."""
    class_of(book, {"ann": {"warmup": 80.0, "exercise2": 80.0}}, submitted_at=late_by(2))
    set_late_rule(book, FIRST)
    set_grace_days(book, 3)
    return book


def test_scores_and_exports_say_what_the_grace_days_did(late_class: Gradebook) -> None:
    scores = {result.exercise: result.score for result in class_results_of(late_class).of("ann")}

    assert scores == {"exercise2": 80.0, "warmup": 72.0}
    assert rows_of(export(late_class, "csv").text)[1][-1] == (
        "warmup late: 10 % off 80, 1 grace day used; exercise2 late: 2 grace days used"
    )


def test_looking_at_one_exercise_spends_no_other_days(late_class: Gradebook) -> None:
    """One standing: an export of part of the class's exercises has the scores of the whole."""
    assert class_results_of(late_class, ["warmup"]).total("ann") == 72.0


def test_a_score_by_hand_spends_no_grace_day(late_class: Gradebook) -> None:
    override(late_class, "ann", "exercise2", 80, who="Roe", why="oral")

    assert class_results_of(late_class, ["warmup"]).total("ann") == 80.0


def extend(book: Gradebook, tmp_path: Path, text: str, *options: str) -> tuple[int, str]:
    """`grade extend --from` with so much of a table."""
    (tmp_path / "list.csv").write_text(text)
    done = CliRunner().invoke(cli, ["extend", str(book.path.parent), "--from", str(tmp_path / "list.csv"), *options])
    return done.exit_code, done.output


def test_extensions_come_as_a_list(late_class: Gradebook, tmp_path: Path) -> None:
    """By id or by a name, for one exercise or all, with who and why from the options where a row has none."""
    text = "Student;Exercise;Until;Why\nAnn;3;2026-03-09T12:00:00+01:00;ill\nann;;2026-03-05T00:00:00Z;\n"

    assert extend(late_class, tmp_path, text, "--who", "Roe", "--why", "agreed")[0] == 0

    granted = late_policy_of(late_class).extensions
    assert granted["ann", "exercise3"].due_at == "2026-03-09T11:00:00Z"
    assert (granted["ann", "exercise3"].why, granted["ann", ""].why) == ("ill", "agreed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,until\nann,2026-03-09T12:00:00Z\nzoe,2026-03-09T12:00:00Z\n", "Row 3: the gradebook has no student"),
        ("student,until\nann,2026-03-09\n", "needs its zone"),
        ("who,until\nann,2026-03-09T12:00:00Z\n", "has the columns student and until"),
    ],
    ids=["unknown student", "no zone", "no column"],
)
def test_a_list_with_a_bad_row_grants_nothing(late_class: Gradebook, tmp_path: Path, text: str, said: str) -> None:
    code, output = extend(late_class, tmp_path, text, "--who", "Roe", "--why", "agreed")

    assert code == 2
    assert said in " ".join(output.split())
    assert not late_policy_of(late_class).extensions
