"""Runs the hidden checks of one exercise under pytest, on the trusted side, and notes how each one ended.

pytest is given our files and nothing of the learner's: no conftest.py, no ini file, no plugin and no environment variable
of the current folder reaches it.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from grader import catalog
from grader.diagnosis.recognition import Trial
from grader.errors import CourseFault, GraderFault
from grader.kit.inputs import Inputs
from grader.kit.specs import CheckSpec
from grader.kit.stopped import CheckStopped
from grader.kit.submission import Submission, Transcript
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.session.worker_session import WorkerSession

PREFIX = "check_"
OUTER_TIMEOUT_S = 3600
SessionFor = Callable[[str], WorkerSession]


@dataclass(frozen=True, eq=False)
class Check:
    """One collected check: its declaration, its function and the line that the learner sees."""

    name: str
    spec: CheckSpec
    body: Callable[..., None]
    description: str


@dataclass(frozen=True, eq=False)
class Finished:
    """One check that ran, how it went, its wall time, and the fault when it was ours."""

    check: Check
    trial: Trial
    seconds: float
    fault: str | None = None


Listener = Callable[[Finished], None]


@dataclass(frozen=True)
class Surroundings:
    """What checks may ask for besides the submission.

    Attributes:
        exercise, seed: what every input is drawn from.
        accelerators: devices besides the CPU, "simgpu" first.
        extras: further fixtures, made when a check asks for them, by name.
        limits: what each request may use, in place of the checks' own limits; None leaves them theirs.
    """

    exercise: str
    seed: int
    accelerators: tuple[str, ...]
    extras: Mapping[str, Callable[[], Any]]
    limits: Limits | None = None

    def arguments(self, check: Check, submission: Submission) -> dict[str, Any]:
        """The arguments that the check's signature names."""
        given: dict[str, Callable[[], Any]] = {
            "submission": lambda: submission,
            "inputs": lambda: Inputs(self.seed, self.exercise, check.name),
            "accelerators": lambda: self.accelerators,
            **self.extras,
        }
        return {name: given[name]() for name in inspect.signature(check.body).parameters}

    def transcript(self, check: Check) -> Transcript:
        """An empty transcript for the check."""
        seed = Inputs(self.seed, self.exercise, check.name, "requests").seed()
        return Transcript(check.spec.function, self.limits or check.spec.limits, seed)


def try_check(check: Check, session_for: SessionFor, surroundings: Surroundings) -> Trial:
    """Run one check against the submission that lives at `session_for`.

    Raises:
        Exception: whatever a check with a fault of its own raises.
    """
    transcript = surroundings.transcript(check)
    submission = Submission(session_for, transcript)
    try:
        check.body(**surroundings.arguments(check, submission))
    except CheckStopped as stopped:
        return Trial(check.name, check.spec.function, transcript, stopped)
    if not any(reply.status is Status.PASSED or reply.failure for _, _, reply in transcript.entries):
        raise GraderFault(f"{check.name} passed without a reply from the submission.")
    return Trial(check.name, check.spec.function, transcript, None)


class CheckItem(pytest.Item):
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


class Collector:
    """The pytest plugin: makes items of the checks, runs each one, and keeps what came of it."""

    def __init__(
        self,
        session_for: SessionFor,
        surroundings: Surroundings,
        wanted: Callable[[Check], bool],
        stop_early: bool,
        listener: Listener | None = None,
    ) -> None:
        self.listener = listener
        self.session_for, self.surroundings, self.wanted, self.stop_early = (
            session_for,
            surroundings,
            wanted,
            stop_early,
        )
        self.finished: list[Finished] = []
        self.faults: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Module, name: str, obj: object) -> list[pytest.Item]:
        """Checks become items, in the order of the file; nothing else is collected."""
        if not name.startswith(PREFIX) or not inspect.isfunction(obj):
            return []
        check = check_of(obj)
        return [CheckItem.from_parent(collector, name=name, check=check, run=self.run)] if self.wanted(check) else []

    def run(self, check: Check) -> None:
        """Run one check and note how it ended; its exception goes on to pytest."""
        if self.stop_early and any(done.trial.stopped for done in self.finished):
            return
        start_s = time.monotonic()
        try:
            trial = self.blocked(check) or try_check(check, self.session_for, self.surroundings)
        except Exception as error:
            trial = self.untried(check, Status.GRADER_ERROR, OUR_FAULT)
            self.note(Finished(check, trial, time.monotonic() - start_s, f"{type(error).__name__}: {error}"))
            raise
        self.note(Finished(check, trial, time.monotonic() - start_s))
        if trial.stopped:
            raise trial.stopped

    def note(self, done: Finished) -> None:
        """Keep a check that has ended, and tell whoever listens."""
        self.finished.append(done)
        if self.listener is not None:
            self.listener(done)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A checks file that cannot be collected is a fault of ours."""
        if report.failed:
            self.faults.append(str(report.longrepr)[-2000:])

    def blocked(self, check: Check) -> Trial | None:
        """A skipped trial when a check that this one builds on did not pass."""
        ended = {done.check.name: done.trial.status for done in self.finished}
        for name in check.spec.after:
            if ended.get(name, Status.PASSED) not in (Status.PASSED, Status.PARTIAL, Status.NOT_STARTED):
                return self.untried(check, Status.SKIPPED, f"Skipped until {name} passes.")
        return None

    def untried(self, check: Check, status: Status, message: str) -> Trial:
        """The trial of a check that did not run."""
        transcript = self.surroundings.transcript(check)
        return Trial(check.name, check.spec.function, transcript, CheckStopped(status, message))


OUR_FAULT = "A fault of the grader, not of your code: this check broke. It costs you nothing; please report it."


def check_of(body: Any) -> Check:
    """The check that a collected function declares.

    Raises:
        GraderFault: it has no `@check` or no docstring.
    """
    spec = getattr(body, "__check__", None)
    if not isinstance(spec, CheckSpec) or not body.__doc__:
        raise GraderFault(f"{body.__name__} needs @check(...) and a docstring.")
    return Check(body.__name__.removeprefix(PREFIX), spec, body, " ".join(body.__doc__.split()))


def collect(exercise: str) -> list[Check]:
    """The checks of an exercise, in the order of the file, without running any."""
    found: list[Check] = []

    def keep(check: Check) -> bool:
        found.append(check)
        return False

    _, faults = run_checks(exercise, _nobody, Surroundings(exercise, 0, (), {}), keep)
    if faults:
        raise CourseFault(f"The checks of {exercise} cannot be collected: {faults[0]}")
    return found


def _nobody(accelerator: str) -> WorkerSession:
    raise GraderFault("no check is to run while checks are collected.")


def run_checks(
    exercise: str,
    session_for: SessionFor,
    surroundings: Surroundings,
    wanted: Callable[[Check], bool],
    stop_early: bool = False,
    listener: Listener | None = None,
) -> tuple[Sequence[Finished], Sequence[str]]:
    """Run the checks of an exercise under pytest; what finished, and faults of ours.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    collector = Collector(session_for, surroundings, wanted, stop_early, listener)
    with clean_environment():
        code = pytest.main(pytest_arguments(exercise), plugins=[collector])
    if code == pytest.ExitCode.INTERRUPTED and not collector.faults:
        raise KeyboardInterrupt
    if code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR) and not collector.faults:
        collector.faults.append(f"pytest ended with {pytest.ExitCode(code).name}.")
    return collector.finished, collector.faults


def pytest_arguments(exercise: str) -> list[str]:
    """How pytest is called: our file, our names, no configuration from anywhere else."""
    path = catalog.checks_path(exercise)
    return [
        str(path), f"--rootdir={path.parent}", "-c", os.devnull, "--noconftest", "--import-mode=importlib",
        "-o", "python_files=*.py", "-o", f"python_functions={PREFIX}*", "-o", "python_classes=",
        "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:warnings", "-p", "no:junitxml",
        "-p", "no:faulthandler", "-p", "no:doctest", "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "pytest_timeout", f"--timeout={OUTER_TIMEOUT_S}",
        "--assert=plain", "--capture=no",
    ]  # fmt: skip


@contextlib.contextmanager
def clean_environment() -> Iterator[None]:
    """No pytest option or plugin out of the environment."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("PYTEST_", "PY_COLORS"))}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(kept)
