"""The checks of an exercise as pytest's items: collected once in a process, and run for every submission.

pytest is given our files and nothing of the learner's: no conftest.py, no ini file, no plugin and no environment variable
of the current folder reaches it.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.config import _prepareconfig

from grader.errors import GraderFault
from grader.fault_place import described_fault, shown
from grader.kit.check_run import Check
from grader.kit.specs import CheckSpec

_PREFIX = "check_"
_OUTER_TIMEOUT_S = 3600
_RunCheck = Callable[[Check], None]


class _CheckItem(pytest.Item):
    """A check as pytest sees it; what runs it comes with each submission."""

    def __init__(self, *, check: Check, **given: Any) -> None:
        super().__init__(**given)
        self.check = check
        self.run: _RunCheck | None = None

    def runtest(self) -> None:
        """Run the check; what it raises goes on to pytest."""
        assert self.run is not None
        self.run(self.check)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """One line: pytest prints nothing here, and a traceback would show the check."""
        return str(excinfo.value)


class Collection:
    """The checks of one file, and the pytest session that runs them; a plugin of that session.

    Attributes:
        faults: why they cannot be collected or set up, with the author's own file and line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.faults: list[str] = []
        self._items: dict[Check, _CheckItem] = {}
        with _clean_environment():
            config = _prepareconfig(_pytest_arguments(path), [self])
            self._session = pytest.Session.from_config(config)
            config._do_configure()
            config.hook.pytest_sessionstart(session=self._session)
            try:
                config.hook.pytest_collection(session=self._session)
            except pytest.UsageError as error:
                self.faults.append(f"pytest cannot collect them: {error}")

    @property
    def checks(self) -> Sequence[Check]:
        """In the order of the file."""
        return tuple(self._items)

    def run(self, checks: Sequence[Check], run: _RunCheck) -> Sequence[str]:
        """Run checks in this order, each by `run`, which raises what pytest is to take for a failure; faults of ours.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        session, known = self._session, len(self.faults)
        session.items = [self._items[check] for check in checks]
        session.testsfailed, session.shouldstop, session.shouldfail = 0, False, False
        for check in checks:
            self._items[check].run = run
        try:
            with _clean_environment():
                session.config.hook.pytest_runtestloop(session=session)
        except BaseException:
            # Half a run is left in it.
            _collected.cache_clear()
            raise
        faults = self.faults[known:]
        del self.faults[known:]
        return faults

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Module, name: str, obj: object) -> list[pytest.Item]:
        """Checks become items, in the order of the file; nothing else is collected."""
        if not name.startswith(_PREFIX) or not inspect.isfunction(obj):
            return []
        check = _check_of(obj)
        self._items[check] = _CheckItem.from_parent(collector, name=name, check=check)
        return [self._items[check]]

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: object) -> None:
        """Checks that cannot be collected or set up are a fault of ours."""
        before_it_ran = isinstance(report, pytest.CollectReport) or getattr(report, "when", None) == "setup"
        if before_it_ran and call.excinfo is not None:
            self.faults.append(described_fault(call.excinfo.value, self._path))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """However it failed, it must not go unnoticed."""
        if report.failed and not self.faults:
            self.faults.append(str(report.longrepr)[-2000:])


def collected(path: Path) -> Collection:
    """The checks of a file as it is now."""
    return _collected(path, path.read_bytes() if path.is_file() else b"")


@lru_cache(maxsize=16)
def _collected(path: Path, text: bytes) -> Collection:
    # pytest knows a module of checks by its stem alone: another course's, or an older one, is not to be taken for this one.
    sys.modules.pop(path.stem, None)
    return Collection(path)


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


def _pytest_arguments(path: Path) -> list[str]:
    """How pytest is called: our file, our names, no configuration from anywhere else."""
    return [
        str(path), f"--rootdir={path.parent}", "-c", os.devnull, f"--confcutdir={path.parent}", "--noconftest", "--import-mode=importlib",
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
