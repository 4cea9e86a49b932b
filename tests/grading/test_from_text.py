"""What a text alone decides is what a run of the checks would have said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.check_declarations import declared_checks
from grader.courses import built_in
from grader.grading import from_text
from grader.outcome import Grade, Status
from grader.session.wording_of_text import not_python
from grader.source import SourceFile

COURSE = built_in()
BROKEN = b"def sigmoid(z)\n    return z\n"


def facts(grade: Grade) -> list[tuple[object, ...]]:
    """What of a grade must be the same whoever made it."""
    return [(check.name, check.function, check.description, check.status, check.points, check.max_points, check.message)
            for check in grade.checks]  # fmt: skip


@pytest.mark.parametrize("exercise", COURSE.names())
def test_an_untouched_stub_gets_what_a_run_gives(exercise: str, grade_text: Callable[..., Any]) -> None:
    """Not started, 0 points, check by check."""
    data = COURSE.stub_path(exercise).read_bytes()

    decided = from_text.grade_from_text(COURSE, SourceFile(exercise, data), 1)

    assert decided is not None
    assert facts(decided) == facts(grade_text(exercise, data))


@pytest.mark.parametrize(
    "data",
    [BROKEN, "f（1）".encode(), b"def f():\n\treturn 1\n        return 2\n", b"", b"  \n", b"\xff\xfea\x00", b"\xe4\xb8", b"return 1"],
    ids=["colon", "full-width", "tabs", "empty", "blank", "utf-16", "not utf-8", "return outside"],
)  # fmt: skip
@pytest.mark.parametrize("exercise", ["exercise3", "exercise8"])
def test_a_text_that_is_no_python_gets_what_a_run_gives(
    data: bytes, exercise: str, grade_text: Callable[..., Any]
) -> None:
    """The same statuses, points and sentences."""
    decided = from_text.grade_from_text(COURSE, SourceFile(exercise, data), 1)

    assert decided is not None
    assert facts(decided) == facts(grade_text(exercise, data))


def test_a_function_that_was_touched_must_be_run() -> None:
    """One changed body is enough."""
    stub = COURSE.stub_path("exercise3").read_text("utf-8")
    touched = stub.replace("raise NotImplementedError(", "return len(", 1)

    assert from_text.grade_from_text(COURSE, SourceFile("exercise3", touched.encode()), 1) is None


def test_comments_and_layout_do_not_touch_a_stub() -> None:
    """Only code counts."""
    stub = COURSE.stub_path("exercise3").read_text("utf-8").replace("\n\n\n", "\n\n\n# mine\n\n")

    assert from_text.is_untouched(COURSE, SourceFile("exercise3", stub.encode()))


@pytest.mark.parametrize("data", [b"(" * 5000, b"x = " + b"-" * 20000 + b"1"], ids=["brackets", "signs"])
def test_a_text_that_the_parser_gives_up_on_ends_nothing_here(data: bytes) -> None:
    """It may be refused or left to a worker; it raises nothing."""
    from_text.grade_from_text(COURSE, SourceFile("exercise3", data), 1)


def test_a_full_width_bracket_is_named_for_what_it_is() -> None:
    """What Chinese input methods write."""
    failure = from_text.load_failure(SourceFile("exercise3", "x = f（1)".encode()))

    assert failure is not None
    assert "full-width" in failure.sentence
    assert "type ( instead" in failure.sentence
    assert (failure.line, failure.code) == (1, "x = f（1)")


@pytest.mark.parametrize("mark", ["<" * 7 + " what you wrote", "=" * 7, ">" * 7 + " the new stub"])
def test_a_mark_of_a_conflict_is_named(mark: str) -> None:
    """As `grade update` leaves it where both sides changed the same lines."""
    assert "Two versions stand here" in not_python("exercise3.py", "invalid syntax", 3, 1, mark)


def test_a_deleted_function_is_seen_in_the_text() -> None:
    """Whatever else the file holds."""
    text = COURSE.stub_path("exercise3").read_text("utf-8").replace("def accuracy(", "def acuracy(")

    assert from_text.absent_functions(COURSE, SourceFile("exercise3", text.encode())) == ["accuracy"]


@pytest.mark.parametrize(
    "text",
    [
        "from mine import *",
        "accuracy = fit = sigmoid = classify = logistic_regression = binary_loss = binary_loss_with_logits = 1",
        "if 1:\n    def accuracy(): ...\n",
    ],
)
def test_names_bound_in_other_ways_are_not_called_absent(text: str) -> None:
    """A star import may bind anything."""
    assert "accuracy" not in from_text.absent_functions(COURSE, SourceFile("exercise3", text.encode()))


@pytest.mark.parametrize("exercise", COURSE.names())
def test_checks_are_declared_in_their_text_as_they_are_collected(exercise: str) -> None:
    """Name, function, points, what they build on, and the learner's line."""
    from grader.grading.checking import collect

    declared = declared_checks(COURSE.checks_path(exercise))

    assert [(one.name, one.function, one.points, one.after, one.description) for one in declared] == [
        (one.name, one.spec.function, one.spec.points, one.spec.after, one.description)
        for one in collect(COURSE, exercise)
    ]


def test_the_hidden_checks_are_not_read_when_a_worker_is_still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template forked later would hold their text."""
    monkeypatch.setattr(from_text, "declared_checks", lambda file: pytest.fail("read"))

    assert from_text.grade_from_text(COURSE, SourceFile("exercise3", b"sigmoid = 1"), 1) is None


def test_checks_that_no_text_tells_are_left_to_a_run(tmp_path: Path) -> None:
    """A course may compute its points; only a run knows them then."""
    (tmp_path / "exercise3.py").write_text("@check('fit', points=POINTS)\ndef check_fit(submission): ...\n")

    assert from_text.grade_from_text(replace(COURSE, checks=tmp_path), SourceFile("exercise3", BROKEN), 1) is None


def test_what_is_said_of_how_a_file_was_read_is_kept() -> None:
    """As a run keeps it."""
    grade = from_text.grade_from_text(COURSE, SourceFile("exercise3", BROKEN, notes=("a note.",)), 1)

    assert grade is not None
    assert grade.notices == ("a note.",)


def test_no_torch_is_imported() -> None:
    """That is the whole point."""
    code = "import sys, grader.grading.from_text; assert 'torch' not in sys.modules and 'numpy' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_check_of_an_unreadable_text_is_an_error_or_skipped() -> None:
    """No point is lost or found."""
    grade = from_text.grade_from_text(COURSE, SourceFile("exercise8", BROKEN), 1)

    assert grade is not None
    assert {check.status for check in grade.checks} <= {Status.ERROR, Status.SKIPPED}
    assert grade.score == 0
