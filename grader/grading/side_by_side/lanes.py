"""Two functions of one submission judged side by side, each by a worker of its own; for files whose functions are independent.

Only the workers run at the same time. Of the checks themselves one runs at a time, until it asks its worker: a check
finds torch's random numbers as it left them, and everything that checks share is touched by one of them alone. A function
comes after those that it needs, and all its checks run in one lane, in the course's order.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

from grader.grading.checking import CarryOut
from grader.grading.order import with_needed
from grader.grading.sessions import Sessions
from grader.grading.side_by_side.turns import Turn
from grader.kit.check_run import Check, CheckRun
from grader.sandbox.contract.limits import Limits
from grader.session.exchange import Reply, Request
from grader.session.outline import Outline
from grader.session.worker_session import WorkerSession

_CPU = "cpu"
# A lane whose worker has answered gets its turn soon, though another lane is at work.
_SWITCH_S = 5e-4
_STOP_TICK_S = 0.02


class _Stopped(BaseException):
    """The lanes are to end."""


class _Asked:
    """A session as the checks of one lane see it: while it is asked, other lanes go on."""

    def __init__(self, lanes: Lanes, lane: int, session: WorkerSession, lock: threading.Lock) -> None:
        self._lanes, self._lane, self._session, self._lock = lanes, lane, session, lock

    def ask(self, request: Request, limits: Limits) -> Reply:
        """See `WorkerSession.ask`."""
        with self._lanes.turn.given_away(self._lane), self._lock:
            self._lanes.go_on()
            return self._session.ask(request, limits)

    @property
    def outline(self) -> Outline:
        """See `WorkerSession.outline`."""
        return self._session.outline


class Lanes:
    """Runs checks ahead of whoever asks how they ended; use it as a context manager, with the sessions open around it.

    Args:
        sessions: those of each lane; accelerators are those of the first, shared by all.
        limits: what loading the file may use.
    """

    def __init__(self, sessions: Sequence[Sessions], limits: Limits) -> None:
        self.turn = Turn()
        self._sessions, self._limits = sessions, limits
        self._locks: dict[tuple[int, str], threading.Lock] = {}
        self._changed = threading.Condition()
        self._waiting: dict[str, list[Check]] | None = None
        self._needed: Mapping[str, frozenset[str]] = {}
        self._running: set[str] = set()
        self._ended: dict[Check, CheckRun] = {}
        self._carry_out: CarryOut | None = None
        self._stopped = False
        self._broken: BaseException | None = None
        self._interval_s = sys.getswitchinterval()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Lanes:
        """Start the workers, before anybody knows what they are to be asked."""
        sys.setswitchinterval(_SWITCH_S)
        for lane in range(len(self._sessions)):
            self._start(self._live, lane)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the lanes, whatever they are at."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        while any(thread.is_alive() for thread in self._threads):
            for sessions in self._sessions if kind else ():
                sessions.kill()
            for thread in self._threads:
                thread.join(_STOP_TICK_S)
        sys.setswitchinterval(self._interval_s)

    def begin(
        self,
        checks: Sequence[Check],
        needed: Mapping[str, frozenset[str]],
        first: frozenset[str],
        accelerators: Sequence[str],
        carry_out: CarryOut,
    ) -> None:
        """Let the checks run, those of one function one after the other.

        Args:
            checks: in the order in which functions are to come where nothing else is said.
            needed: for each function those that come before it.
            first: functions that a person waits for most.
            accelerators: those whose workers are started now, before a check asks for them.
            carry_out: runs one check; raises nothing.
        """
        waiting: dict[str, list[Check]] = {}
        for check in checks:
            waiting.setdefault(check.spec.function, []).append(check)
        with self._changed:
            self._needed, self._carry_out = needed, carry_out
            urgent = with_needed(first, needed)
            order = sorted(_most_waited_for(list(waiting), needed), key=lambda function: function not in urgent)
            self._waiting = {function: waiting[function] for function in order}
            self._changed.notify_all()
        for accelerator in accelerators:
            self._start(self._prepare, 0, accelerator)

    def result(self, check: Check) -> CheckRun:
        """How the check ended; waits for it. What broke a lane is raised here."""
        with self._changed:
            while check not in self._ended:
                if self._broken is not None:
                    raise self._broken
                self._changed.wait()
            return self._ended[check]

    def go_on(self) -> None:
        """Nothing, or the end of the lane that asks.

        Raises:
            _Stopped: the lanes are to end.
        """
        if self._stopped:
            raise _Stopped

    def _start(self, work: Callable[..., None], *given: Any) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _prepare(self, lane: int, accelerator: str) -> None:
        """Start a worker."""
        session, lock = self._session(lane, accelerator)
        with lock:
            session.prepare(self._limits)

    def _live(self, lane: int) -> None:
        """The life of a lane."""
        try:
            self._prepare(lane, _CPU)
            while (function := self._next()) is not None:
                name, checks = function
                for check in checks:
                    self._run(lane, check)
                with self._changed:
                    self._running.discard(name)
                    self._changed.notify_all()
        except _Stopped:
            return
        except BaseException as error:
            with self._changed:
                self._broken = error
                self._changed.notify_all()

    def _run(self, lane: int, check: Check) -> None:
        assert self._carry_out is not None
        with self.turn.taken(lane):
            self.go_on()
            run = self._carry_out(check, lambda name: _Asked(self, lane, *self._session(lane, name)))  # type: ignore[arg-type, return-value]  # a check only asks
        with self._changed:
            self._ended[check] = run
            self._changed.notify_all()

    def _session(self, lane: int, accelerator: str) -> tuple[WorkerSession, threading.Lock]:
        """The session of a lane, and what keeps it to one lane at a time: accelerators are shared."""
        owner = lane if accelerator == _CPU else 0
        with self._changed:
            lock = self._locks.setdefault((owner, accelerator), threading.Lock())
            return self._sessions[owner].session_for(accelerator), lock

    def _next(self) -> tuple[str, list[Check]] | None:
        """A function whose checks may run now; None when there are no more."""
        with self._changed:
            while not self._stopped and (self._waiting is None or self._waiting):
                function = self._ready()
                if function is not None:
                    assert self._waiting is not None
                    self._running.add(function)
                    return function, self._waiting.pop(function)
                self._changed.wait()
        return None

    def _ready(self) -> str | None:
        open_ = {*(self._waiting or ()), *self._running}
        for function in self._waiting or ():
            if not self._needed[function] & open_:
                return function
        # Functions that need each other in a circle come as they stand.
        return next(iter(self._waiting or ()), None) if not self._running else None


def _most_waited_for(functions: Sequence[str], needed: Mapping[str, frozenset[str]]) -> list[str]:
    """The functions, those first on which the longest chain of others waits, then those at the end of a long one."""
    above = {function: [other for other in functions if function in needed[other]] for function in functions}

    def length(function: str, to: Mapping[str, Sequence[str] | frozenset[str]], seen: frozenset[str]) -> int:
        others = [other for other in to.get(function, ()) if other not in seen]
        return 1 + max((length(other, to, seen | {function}) for other in others), default=0)

    return sorted(
        functions,
        key=lambda function: (-length(function, above, frozenset()), -length(function, needed, frozenset())),
    )
