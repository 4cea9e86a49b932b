"""The loop of `grade watch`: saves, keys, and what a check says, each seen to as it comes; one thread, no waiting."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import time
from collections.abc import Iterator

from grader.command.display.events import grade_from
from grader.command.display.page import page_file, write_page
from grader.command.grading import decided_by_text, remember
from grader.command.learner.submitted import submitted
from grader.command.watch.actions import Actions
from grader.command.watch.checks import Check, Checks
from grader.command.watch.keys import keys_at_once, keys_in
from grader.command.watch.saves import Saves, mark_of
from grader.command.watch.shows import Show
from grader.command.watch.state import State
from grader.course import Course
from grader.courses import BUILT_IN
from grader.errors import AutogradusError
from grader.grading.options import GradeOptions
from grader.outcome import Status

_BUSY_TICK_S = 0.1
_TEXT_SEED = 0


class Watch:
    """One session of `grade watch`."""

    def __init__(self, state: State, show: Show, checks: Checks, saves: Saves) -> None:
        self.state, self.show, self.checks, self.saves = state, show, checks, saves
        self.actions = Actions(state)
        self.selector = selectors.DefaultSelector()
        self.mark = mark_of(())
        self.sha256 = ""
        self.check: Check | None = None
        self.waiting = False

    def run(self) -> None:
        """Watch until `q`, Ctrl-C or SIGTERM."""
        self.selector.register(self.saves.descriptor, selectors.EVENT_READ, self.events_came)
        with keys_at_once() as keys, self._woken_by_signals():
            if keys is not None:
                self.selector.register(keys, selectors.EVENT_READ, lambda: self.keys_came(keys))
            self.look(found_by_tick=False)
            try:
                while not self.actions.quit:
                    self.turn()
            finally:
                self.drop_check()
                self.selector.close()

    def turn(self) -> None:
        """Wait for the next thing, and see to it."""
        busy = self.state.checking or self.waiting
        ready = self.selector.select(_BUSY_TICK_S if busy else self.saves.tick_s)
        for key, _ in ready:
            key.data()
        if not ready:
            self.look(found_by_tick=True)
            if self.waiting:
                self.begin_check()
        if busy or self.saves.notice != self.state.notice:
            self.state.notice = self.saves.notice
            self.show.draw(self.state)

    def events_came(self) -> None:
        """Something in the folder has changed."""
        self.saves.drain()
        self.look(found_by_tick=False)

    def look(self, found_by_tick: bool) -> None:
        """Check the file if it is another than before."""
        files = self.state.files
        mark = mark_of(files)
        if mark == self.mark:
            return
        first, self.mark = not self.mark, mark
        if found_by_tick and not first:
            self.saves.seen_late(files)
        self.check_now(again=False)

    def check_now(self, again: bool) -> None:
        """Check the file as it is; a check of an older save is ended. The same bytes are not checked twice unasked."""
        state = self.state
        try:
            given = submitted(state.course, state.exercise, None)
        except (AutogradusError, OSError) as problem:
            self.drop_check()
            state.checking, state.given, state.grade, self.sha256 = False, None, None, ""
            state.said = f"{problem} It is waited for; x puts the stub in its place."
            return self.show.draw(state)
        if given.source.sha256 == self.sha256 and not again:
            return None
        self.drop_check()
        state.first = state.urgent(given)
        state.given, self.sha256 = given, given.source.sha256
        state.begin()
        self.show.saved(state)
        decided = decided_by_text(state.course, given.source, _TEXT_SEED, GradeOptions())
        if decided is None:
            return self.begin_check()
        state.given = remember(decided, given)
        state.grade, state.checking, state.took_s = decided, False, state.elapsed_s
        self.show.graded(state, None)
        return rewrite_page(state)

    def begin_check(self) -> None:
        """Let the warm process check the file; while it is not ready, ask again at each turn."""
        first = [word for function in self.state.first for word in ("--first", function)]
        self.check = self.checks.begin([self.state.exercise, "--events", *first, *self._course_option()])
        self.waiting = self.check is None
        if self.check is not None:
            self.selector.register(self.check.descriptor, selectors.EVENT_READ, self.check_spoke)

    def _course_option(self) -> list[str]:
        return ["--course", self.state.course.reference or BUILT_IN]

    def drop_check(self) -> None:
        """End the check at work, if there is one."""
        self.waiting = False
        if self.check is not None:
            self.selector.unregister(self.check.descriptor)
            self.check.end()
            self.check = None

    def check_spoke(self) -> None:
        """Take what the check says."""
        lines = self.check.lines() if self.check is not None else []
        if lines is None:
            self.drop_check()
            if self.state.checking:
                self.state.checking = False
                self.state.said = self.state.said or "The check was ended from outside. r runs it again."
                self.show.draw(self.state)
            return
        for line in lines:
            self.line_came(line)

    def line_came(self, line: str) -> None:
        """One line of a check: an event, or a sentence on why there is none."""
        state = self.state
        try:
            event = json.loads(line)
        except ValueError:
            state.said = line
            return
        if event["event"] == "function":
            state.ended[event["function"]] = Status(event["status"])
            self.show.function(state, event)
        elif event["event"] == "grade":
            state.grade, state.checking, state.took_s = grade_from(event), False, state.elapsed_s
            self.show.graded(state, event)
            rewrite_page(state)

    def keys_came(self, keys: int) -> None:
        """Carry out what the keys ask for."""
        pressed = keys_in(keys)
        if not pressed:
            # The terminal went away.
            self.actions.quit = True
        before = self.state.exercise
        for key in pressed:
            if self.actions.press(key):
                self.check_now(again=True)
        if self.state.exercise != before:
            self.mark, self.sha256 = mark_of(self.state.files), ""
            self.state.grade = None
            self.check_now(again=True)
        self.show.draw(self.state)

    @contextlib.contextmanager
    def _woken_by_signals(self) -> Iterator[None]:
        """A resized or resumed terminal is painted anew; SIGTERM and SIGHUP end like Ctrl-C."""
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

        def note(number: int, frame: object) -> None:
            if number in (signal.SIGTERM, signal.SIGHUP):
                self.actions.quit = True
            with contextlib.suppress(OSError):
                os.write(writer, b"x")

        def woken() -> None:
            os.read(reader, 4096)
            self.show.draw(self.state)

        numbers = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, note) for number in numbers}
        self.selector.register(reader, selectors.EVENT_READ, woken)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)


def rewrite_page(state: State) -> None:
    """The page that `grade page` has opened follows each save; there is no other."""
    file = page_file(state.exercise)
    if state.grade is not None and state.given is not None and file.is_file():
        try:
            write_page([(state.grade, state.given)], file)
        except AutogradusError as problem:
            state.said = str(problem)


def watch(course: Course, exercise: str, show: Show) -> None:
    """Watch an exercise of the workspace until it is ended; nothing is left behind.

    Raises:
        AutogradusError: there is no folder to watch.
    """
    state = State(course, exercise)
    saves = Saves(state.files[0].parent)
    checks = Checks()
    try:
        state.saved_s = time.time()
        Watch(state, show, checks, saves).run()
    except KeyboardInterrupt:
        pass
    finally:
        checks.close()
        saves.close()
