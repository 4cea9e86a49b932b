"""Runs the hidden checks of one exercise under pytest, on the trusted side, and notes how each one ended.

pytest is given our files and nothing of the learner's: no conftest.py, no ini file, no plugin and no environment variable
of the current folder reaches it.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course
from grader.errors import CourseFault, GraderFault
from grader.fault_place import described_fault, shown
from grader.grading.surroundings import SessionFor, Surroundings, try_check
from grader.kit.check_run import Check, CheckRun
from grader.kit.specs import CheckSpec
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.session.worker_session import WorkerSession

_PREFIX = "check_"
_OUTER_TIMEOUT_S = 3600
CarryOut = Callable[[Check, SessionFor], CheckRun]
_OUR_FAULT = "A fault of the grader, not of your code: this check broke. It costs you nothing; please report it."


class Gate:
    """What a grading knows of a check before it runs; this one knows nothing and lets every check run, as they stand."""

    def announce(self, check: Check) -> None:
        """Take note of a check that is to run."""

    def arrange(self, checks: Sequence[Check]) -> Sequence[Check]:
        """The checks in the order in which they are to run."""
        return checks

    def shut(self, check: Check, runs: Sequence[CheckRun]) -> str | None:
        """Why the check is not to run after those that ran, as a sentence for the learner; None lets it run."""
        return None

    def ended(self, run: CheckRun) -> None:
        """Take note of a check that has ended, before anything is explained."""

    def begin(self, checks: Sequence[Check], carry_out: CarryOut) -> None:
        """All checks are known, in the order in which they are to run: some may be carried out from now on."""

    def run(self, check: Check, carry_out: CarryOut, session_for: SessionFor) -> CheckRun:
        """How the check ends; it is carried out now, or has been since `begin`."""
        return carry_out(check, session_for)


class _CheckItem(pytest.Item):
    """A check as pytest sees it; its arguments come from `Surroundings`, so that it can be run again against a twin."""

    def __init__(self, *, check: Check, run: Callable[[Check], None], **given: Any) -> None:
        super().__init__(**given)
        self.check, self.run = check, run

    def runtest(self) -> None:
        """Run the check; what it raises goes on to pytest."""
        self.run(self.check)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """One line: pytest prints nothing here, and a traceback would show the check."""
        return str(excinfo.value)


class _Collector:
    """The pytest plugin: makes items of the checks, runs each one, and keeps what came of it."""

    def __init__(
        self,
        session_for: SessionFor,
        surroundings: Surroundings,
        wanted: Callable[[Check], bool],
        stop_early: bool,
        gate: Gate,
    ) -> None:
        self.session_for, self.surroundings = session_for, surroundings
        self.wanted, self.stop_early, self.gate = wanted, stop_early, gate
        self.runs: list[CheckRun] = []
        self.in_file: list[str] = []
        self.faults: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Module, name: str, obj: object) -> list[pytest.Item]:
        """Checks become items, in the order of the file; nothing else is collected."""
        if not name.startswith(_PREFIX) or not inspect.isfunction(obj):
            return []
        check = _check_of(obj)
        return [_CheckItem.from_parent(collector, name=name, check=check, run=self.run)] if self.wanted(check) else []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The gate says in which order they run; what came of them is told in the order of the file."""
        by_check = {item.check: item for item in items if isinstance(item, _CheckItem)}
        self.in_file = [check.name for check in by_check]
        items[:] = [by_check[check] for check in self.gate.arrange(list(by_check))]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """All checks are known now, and none has run."""
        checks = [item.check for item in session.items if isinstance(item, _CheckItem)]
        for check in checks:
            self.gate.announce(check)
        if checks:
            self.gate.begin(checks, self.carry_out)

    def run(self, check: Check) -> None:
        """Run one check; its exception goes on to pytest."""
        if self.stop_early and any(run.stopped for run in self.runs):
            return
        run = self.gate.run(check, self.carry_out, self.session_for)
        ended = run.fault or run.stopped
        if ended is not None:
            raise ended

    def carry_out(self, check: Check, session_for: SessionFor) -> CheckRun:
        """Run one check and note how it ended."""
        start_s = time.monotonic()
        try:
            run = self.blocked(check) or try_check(check, session_for, self.surroundings)
        except Exception as error:
            run = replace(self.untried(check, Status.GRADER_ERROR, _OUR_FAULT), fault=error)
        run = replace(run, wall_s=time.monotonic() - start_s)
        self.runs.append(run)
        self.gate.ended(run)
        return run

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: object) -> None:
        """Checks that cannot be collected or set up are a fault of ours, told with the author's own file and line."""
        before_it_ran = isinstance(report, pytest.CollectReport) or getattr(report, "when", None) == "setup"
        if before_it_ran and call.excinfo is not None:
            self.faults.append(described_fault(call.excinfo.value, self.surroundings.checks_path))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """However it failed, it must not go unnoticed."""
        if report.failed and not self.faults:
            self.faults.append(str(report.longrepr)[-2000:])

    def blocked(self, check: Check) -> CheckRun | None:
        """A skipped run when a check that this one builds on did not pass."""
        ended = {run.name: run.status for run in self.runs}
        for name in check.spec.after:
            if ended.get(name, Status.PASSED) not in (Status.PASSED, Status.PARTIAL, Status.NOT_STARTED):
                return self.untried(check, Status.SKIPPED, f"Skipped until {name} passes.")
        reason = self.gate.shut(check, self.runs)
        return self.untried(check, Status.SKIPPED, reason) if reason else None

    def untried(self, check: Check, status: Status, message: str) -> CheckRun:
        """The run of a check that asked nothing."""
        return CheckRun(check, self.surroundings.transcript(check), CheckStopped(status, message))


def _check_of(body: Any) -> Check:
    """The check that a collected function declares.

    Raises:
        GraderFault: it has no `@check` or no docstring.
    """
    spec = getattr(body, "__check__", None)
    if not isinstance(spec, CheckSpec) or not body.__doc__:
        origin = f"{shown(Path(body.__code__.co_filename))}, line {body.__code__.co_firstlineno}"
        raise GraderFault(f"{body.__name__} must have @check(...) and a docstring, the learner's line ({origin}).")
    return Check(body.__name__.removeprefix(_PREFIX), spec, body, " ".join(body.__doc__.split()))


def collect(course: Course, exercise: str) -> list[Check]:
    """The checks of an exercise, in the order of the file, without running any."""
    checks: list[Check] = []

    def keep(check: Check) -> bool:
        checks.append(check)
        return False

    _, faults = run_checks(_nobody, Surroundings(course, exercise, 0, (), {}), keep)
    if faults:
        raise CourseFault(f"The checks of {exercise} cannot be collected: {faults[0]}")
    return checks


def _nobody(accelerator: str) -> WorkerSession:
    raise GraderFault("no check is to run while checks are collected.")


def run_checks(
    session_for: SessionFor,
    surroundings: Surroundings,
    wanted: Callable[[Check], bool],
    stop_early: bool = False,
    gate: Gate | None = None,
) -> tuple[Sequence[CheckRun], Sequence[str]]:
    """Run the checks of an exercise under pytest; the runs, in the order of the file, and faults of ours.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    collector = _Collector(session_for, surroundings, wanted, stop_early, gate or Gate())
    _forget_other_module(surroundings.checks_path)
    with _clean_environment():
        code = pytest.main(_pytest_arguments(surroundings.checks_path), plugins=[collector])
    if code == pytest.ExitCode.INTERRUPTED and not collector.faults:
        raise KeyboardInterrupt
    if code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR) and not collector.faults:
        collector.faults.append(f"pytest ended with {pytest.ExitCode(code).name}.")
    return sorted(collector.runs, key=lambda run: collector.in_file.index(run.name)), collector.faults


def _forget_other_module(path: Path) -> None:
    """pytest knows a module of checks by its stem alone: another course's is not to be taken for this one."""
    module = sys.modules.get(path.stem)
    if module is not None and getattr(module, "__file__", None) != str(path):
        del sys.modules[path.stem]


def _pytest_arguments(path: Path) -> list[str]:
    """How pytest is called: our file, our names, no configuration from anywhere else."""
    return [
        str(path), f"--rootdir={path.parent}", "-c", os.devnull, "--noconftest", "--import-mode=importlib",
        "-o", "python_files=*.py", "-o", f"python_functions={_PREFIX}*", "-o", "python_classes=",
        "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:warnings", "-p", "no:junitxml",
        "-p", "no:faulthandler", "-p", "no:doctest", "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "pytest_timeout", f"--timeout={_OUTER_TIMEOUT_S}",
        "--assert=plain", "--capture=no",
    ]  # fmt: skip


@contextlib.contextmanager
def _clean_environment() -> Iterator[None]:
    """No pytest option or plugin out of the environment."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("PYTEST_", "PY_COLORS"))}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(kept)
