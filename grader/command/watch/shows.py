"""What the loop of `grade watch` shows: a repainted screen, plain lines where nobody sits, or JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from grader.command.display import screen
from grader.command.watch.pages import key_lines, page_lines, part_shown
from grader.command.watch.state import State
from grader.outcome import Grade

_BEGIN, _END, _HOME, _REST = "\x1b[?2026h", "\x1b[?2026l", "\x1b[H", "\x1b[J"
_LINE_REST = "\x1b[K"


class Show(Protocol):
    """Where the loop tells what happened."""

    def saved(self, state: State) -> None:
        """A save was seen, a check begins."""

    def function(self, state: State, event: dict[str, Any]) -> None:
        """The last check of a function has ended."""

    def graded(self, state: State, event: dict[str, Any] | None) -> None:
        """The result is there; without an event it came from the text alone."""

    def draw(self, state: State) -> None:
        """Something else has changed, or time has passed."""


class ScreenShow:
    """A screen that is painted anew at each change, never wider or higher than the terminal."""

    def draw(self, state: State) -> None:
        """Paint the page, and the keys below it; of what does not fit the end is shown."""
        width, height = os.get_terminal_size(sys.stdout.fileno())
        console = Console(width=max(20, width), height=max(8, height), highlight=False)
        below = key_lines(console, state)
        lines = page_lines(console, state)
        wrapped = sum(screen.rows_taken(console, line) - 1 for line in lines if _is_to_copy(line))
        room = max(1, console.height - len(below) - 1 - wrapped)
        with console.capture() as captured:
            for line in [*part_shown(lines, state, room), *below]:
                line.truncate(max(console.width, 1), overflow="crop") if not _is_to_copy(line) else None
                console.print(line, no_wrap=True, overflow="ignore", crop=False)
        painted = captured.get().replace("\n", f"{_LINE_REST}\n").removesuffix("\n")
        sys.stdout.write(f"{_BEGIN}{_HOME}{painted}{_LINE_REST}{_REST}{_END}")
        sys.stdout.flush()

    def saved(self, state: State) -> None:
        """See `Show.saved`."""
        self.draw(state)

    def function(self, state: State, event: dict[str, Any]) -> None:
        """See `Show.function`."""
        self.draw(state)

    def graded(self, state: State, event: dict[str, Any] | None) -> None:
        """See `Show.graded`."""
        self.draw(state)


class PlainShow:
    """Lines one after the other."""

    def __init__(self, console: Console) -> None:
        self.console, self.shown = console, ""

    def saved(self, state: State) -> None:
        """See `Show.saved`."""
        print(f"checking {state.exercise} ...", flush=True)

    def function(self, state: State, event: dict[str, Any]) -> None:
        """See `Show.function`."""
        print(f"  {event['function']}: {str(event['status']).replace('_', ' ')}", flush=True)

    def graded(self, state: State, event: dict[str, Any] | None) -> None:
        """See `Show.graded`."""
        if state.grade is not None and state.given is not None:
            screen.show(self.console, state.grade, state.given)
        print(f"{state.took_s:.2f} s after the save", flush=True)

    def draw(self, state: State) -> None:
        """See `Show.draw`; a sentence is said once."""
        text = "\n".join(filter(None, (state.notice, state.said)))
        if text != self.shown and text:
            print(text, flush=True)
        self.shown = text


class JsonShow:
    """One object a line: "saved", "function", "grade"; `elapsed_ms` counts from the save."""

    def saved(self, state: State) -> None:
        """See `Show.saved`."""
        self._say(state, "saved")

    def function(self, state: State, event: dict[str, Any]) -> None:
        """See `Show.function`."""
        self._say(state, "function", function=event["function"], status=event["status"])

    def graded(self, state: State, event: dict[str, Any] | None) -> None:
        """See `Show.graded`."""
        grade: Grade | None = state.grade
        if grade is not None:
            self._say(state, "grade", report=event["report"] if event else grade.to_json())

    def draw(self, state: State) -> None:
        """See `Show.draw`; a program is told of sentences too."""
        if state.said:
            self._say(state, "message", text=state.said)
            state.said = ""

    def _say(self, state: State, event: str, **facts: Any) -> None:
        line = {"event": event, "exercise": state.exercise, "elapsed_ms": round(1e3 * state.elapsed_s, 1), **facts}
        print(json.dumps(line), flush=True)


def _is_to_copy(line: Text) -> bool:
    """Whether the line is a command to copy, which is never cut."""
    return line.plain.startswith("  again: ")
