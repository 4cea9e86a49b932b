"""Threads of the learner's: what runs in them is heard as if it ran in the call itself, and one that stays is told of.

PyTorch's modes belong to one thread each. So every thread that Python starts is begun inside modes of its own, which pass
on what they hear to the recorder that listens at the time, whenever the thread was started.
"""

from __future__ import annotations

import _thread
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from grader.sandbox.inside.recorder import FunctionListener, OperatorListener, Recorder

_threads_now = sys._current_frames


class HeardThreads:
    """All threads that start after `install()`; nobody listens to them but inside `told(recorder)`."""

    def __init__(self) -> None:
        self._recorders: list[Recorder] = []

    def install(self) -> None:
        """Hear every thread from now on; call it once, before any of the learner's code runs."""
        thread: Any = threading.Thread
        bootstrap, start = thread._bootstrap_inner, _thread.start_new_thread

        def bootstrap_heard(self: Any) -> None:
            heard(bootstrap, self)

        def start_heard(function: Callable[..., Any], args: Any, kwargs: Any = None) -> int:
            return start(heard, (function, *args), kwargs or {})

        def heard(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            with FunctionListener(self._hear_function), OperatorListener(self._hear_operator):
                return function(*args, **kwargs)

        thread._bootstrap_inner = bootstrap_heard
        _thread.start_new_thread = start_heard

    @contextlib.contextmanager
    def told(self, recorder: Recorder) -> Iterator[None]:
        """Tell the recorder what runs in any thread within the block."""
        self._recorders.append(recorder)
        try:
            yield
        finally:
            self._recorders.remove(recorder)

    def _hear_function(self, function: Any) -> None:
        for recorder in self._recorders:
            recorder.note_function(function)

    def _hear_operator(self, operator: Any, args: tuple[Any, ...]) -> None:
        for recorder in self._recorders:
            recorder.note_operator(operator, args)


def running_threads() -> frozenset[int]:
    """Numbers of the threads that run Python."""
    return frozenset(_threads_now())
