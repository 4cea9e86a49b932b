"""An author's error is told with the author's own file and line, and is never put to the learner's account."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course import Course
from grader.courses import find_course
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.kit.submission import Submission, Transcript
from grader.outcome import Grade, Status
from grader.probe_names import foreign_names
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.source import read_source

ROOT = Path(__file__).resolve().parents[2]
AGREE = '        agree(submission, "unit", inputs.normal(n), reference=reference_unit)\n'
DOCSTRING = '    """unit divides x by its Euclidean norm."""\n'
PROBE = "    count = m.count_positive(x)\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the second course."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    return find_course(str(tmp_path / "course"))


def graded(factory: WorkerFactory, course: Course, exercise: str, old: str, new: str) -> Grade:
    """The grade of a right answer under checks with a change."""
    path = course.checks_path(exercise)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    source = read_source(exercise, course.solution_path(exercise))
    return grade(factory, exercise, source, Plan(seed=1, course=course))


@pytest.mark.parametrize(
    ("exercise", "old", "new", "details"),
    [
        ("exercise1", AGREE, AGREE.replace("(n)", "(N)"), "'N' is not defined (checks/exercise1.py, line 22, in check_unit_has"),
        # Known wrong answers stop before this line; only the right one comes to it.
        ("exercise1", AGREE, f"{AGREE}    len(3)\n", "TypeError: object of type 'int' has no len() (checks/exercise1.py, line 23"),
        ("exercise1", DOCSTRING, "", "must have @check(...) and a docstring, the learner's line (checks/exercise1.py, line 18)"),
        ("exercise1", "def reference", "def (", "SyntaxError: invalid syntax (checks/exercise1.py, line 14)"),
        ("exercise1", "HINTS", "BASE = 1 / 0\nHINTS", "ZeroDivisionError: division by zero (checks/exercise1.py, line 5)"),
        ("exercise2", PROBE, PROBE.replace("x)", "x + EPS)"), "it uses EPS. Hand values over as arguments (checks/exercise2.py, line 16)"),
    ],
    ids=["name", "value", "docstring", "syntax", "import", "probe"],
)  # fmt: skip
def test_a_broken_check_names_its_line(
    factory: WorkerFactory, course: Course, exercise: str, old: str, new: str, details: str
) -> None:
    """As a fault of ours."""
    found = graded(factory, course, exercise, old, new)
    broken = [check for check in found.checks if check.status is Status.GRADER_ERROR]

    assert found.at_fault
    assert {check.status for check in found.checks} <= {Status.GRADER_ERROR, Status.PASSED}
    assert details in str(broken[0].details)
    assert "Traceback" not in str(broken[0].details)


def test_an_unreadable_misconception_names_its_line(factory: WorkerFactory, course: Course) -> None:
    """In the sentence that the command ends with."""
    path = course.misconceptions_path("exercise1")
    path.write_text(path.read_text("utf-8").replace("BOTH = ", "BOTH = UNKNOWN or ", 1), "utf-8")
    source = read_source("exercise1", course.stub_path("exercise1"))
    plan = Plan(seed=1, course=course)
    from grader.diagnosis import known
    from grader.errors import CourseFault

    with pytest.raises(CourseFault, match=r"'UNKNOWN' is not defined \(misconceptions/exercise1\.py, line 5\)"):
        known.read(course, "exercise1")
    assert not grade(factory, "exercise1", source, plan).at_fault


def _annotated(m: object, x: Path) -> object:
    return m


def test_a_probe_is_refused_before_it_is_sent() -> None:
    """No worker is asked, so nothing that a learner does can look like it."""
    submission = Submission(_no_session, Transcript("f", Limits(), 1))

    with pytest.raises(Exception, match="it uses Path"):
        submission.run(_annotated, 1)


def _no_session(accelerator: str) -> object:
    raise AssertionError("a worker was asked")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def p(m, x):\n    return m.f(x) + torch.ones(1) + math.pi + len(x)\n", []),
        ("def p(m, x):\n    import os\n    y: Tensor = x\n    return os.sep, y\n", []),
        ("def p(m, x):\n    class A:\n        b = 1\n        c = b\n    return [A for _ in range(3)]\n", []),
        ("def p(m, x):\n    return lambda: EPS * helper(x)\n", ["EPS", "helper"]),
        ("def p(m, x=EPS):\n    return x\n", ["EPS"]),
    ],
)  # fmt: skip
def test_names_that_do_not_cross_are_found(source: str, names: list[str]) -> None:
    """Locals, imports of its own, built-ins and what the worker provides do cross."""
    assert foreign_names([source]) == names
