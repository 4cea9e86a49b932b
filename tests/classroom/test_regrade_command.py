"""`grade regrade`: a preview shows and writes nothing that counts; apply and drop do what they say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_class import outcome_for
from pool_class import EXERCISE, RUN, SEED, enrolled, write_class

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.running import class_run, grade_pending
from grader.classroom.running.class_options import ClassOptions, RegradeAction
from grader.classroom.running.grader_process import Task
from grader.classroom.running.pool import Done
from grader.course import Course
from grader.courses import built_in
from grader.errors import UsageProblem

CLASS = {"ada": b"# ada\n", "bob": b"# bob\n"}


class Scripted:
    """A pool that gives every task the same score, or a fault."""

    def __init__(self, points: float | None, checks_hash: str) -> None:
        self.points, self.checks_hash = points, checks_hash

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """As scripted."""
        for task in tasks:
            if self.points is None:
                yield Done(task, None, "the checks broke")
                continue
            conditions = grade_pending.conditions_of(built_in(), SEED, "embedded")[EXERCISE]
            versions = {"autogradus": conditions.grader_version, "torch": conditions.torch_version}
            yield Done(
                task, replace(outcome_for(EXERCISE, self.points), versions={**versions, "checks": self.checks_hash})
            )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A class on disk, in a gradebook without grades."""
    enrolled(write_class(tmp_path / "class", CLASS), tmp_path / "out").close()
    return tmp_path / "out"


@pytest.fixture
def under(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts other checks and what they give in place."""
    genuine = grade_pending.conditions_of

    def use(checks_hash: str, points: float | None) -> None:
        def conditions_of(course: Course, seed: int, mnist: str) -> Any:
            today = genuine(course, seed, mnist)
            return {name: dataclasses.replace(one, checks_hash=checks_hash) for name, one in today.items()}

        monkeypatch.setattr(grade_pending, "conditions_of", conditions_of)
        monkeypatch.setattr(class_run, "open_pool", lambda setup, options: Scripted(points, checks_hash))

    return use


@pytest.fixture
def graded(out: Path, under: Callable[..., None]) -> Callable[..., int]:
    """The class has 70 points each under old checks; then runs `grade regrade`."""
    under("old", 70.0)
    assert class_run.grade_class(built_in(), ClassOptions(out.parent / "class", out, SEED, run=RUN)) == 0
    return lambda action="preview": class_run.regrade(out, RegradeAction(action), built_in(), RUN)


def scores(out: Path) -> list[float]:
    """The scores that count."""
    with Gradebook.open(out) as book:
        query = "SELECT g.score FROM current_grade AS s JOIN grade AS g ON g.key = s.key ORDER BY s.student"
        return [score for (score,) in book.rows(query)]


def test_a_preview_shows_the_change_and_changes_nothing(
    graded: Callable[..., int], under: Callable[..., None], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    under("new", 100.0)

    assert graded() == 0
    said = capsys.readouterr()
    assert "ada exercise2: 70 -> 100 (+30)\n    means: failed 20 -> passed 50\n" in said.out
    assert "2 would change" in said.err
    assert scores(out) == [70.0, 70.0]


def test_apply_lets_it_count_and_drop_forgets_it(
    graded: Callable[..., int], under: Callable[..., None], out: Path
) -> None:
    under("new", 100.0)
    graded()
    graded("drop")
    graded("apply")
    assert scores(out) == [70.0, 70.0]

    graded()
    graded("apply")
    assert scores(out) == [100.0, 100.0]


def test_an_earlier_preview_is_forgotten_by_the_next(
    graded: Callable[..., int], under: Callable[..., None], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The checks were changed back meanwhile: nothing would change any more."""
    under("new", 100.0)
    graded()
    under("old", 70.0)
    capsys.readouterr()
    graded()
    assert "0 would change" in capsys.readouterr().err

    graded("apply")
    assert scores(out) == [70.0, 70.0]


def test_a_fault_of_ours_in_a_regrade_leaves_the_earlier_grade(
    graded: Callable[..., int], under: Callable[..., None], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    under("new", None)

    assert graded() == class_run.SOME_NOT_GRADED
    assert "ada exercise2: the checks broke" in capsys.readouterr().err
    assert scores(out) == [70.0, 70.0]
    with Gradebook.open(out) as book:
        assert list(book.rows("SELECT * FROM fault")) == []


def test_an_ordinary_run_says_that_the_checks_have_changed(
    graded: Callable[..., int], under: Callable[..., None], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    under("new", 100.0)
    class_run.grade_class(built_in(), ClassOptions(out.parent / "class", out, run=RUN))

    said = capsys.readouterr().err
    assert f"2 grades were made with other checks or versions: `grade regrade {out}` shows" in said
    assert scores(out) == [70.0, 70.0]


def test_one_student_can_be_regraded(graded: Callable[..., int], under: Callable[..., None], out: Path) -> None:
    under("new", 100.0)

    for action in ("preview", "apply"):
        class_run.regrade(out, RegradeAction(action), built_in(), replace(RUN, students=["bob"]))

    assert scores(out) == [70.0, 100.0]


def test_regrading_a_student_who_is_not_there_is_refused(graded: Callable[..., int], out: Path) -> None:
    with pytest.raises(UsageProblem, match="no student 'bo'. Nearest: bob"):
        class_run.regrade(out, RegradeAction.PREVIEW, built_in(), replace(RUN, students=["bo"]))
