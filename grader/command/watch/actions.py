"""What each key of `grade watch` does to what is shown."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from grader.command.display import board
from grader.command.guidance.hints import next_hint
from grader.command.learner import workspace
from grader.command.watch.keys import keys_as_usual
from grader.command.watch.state import LONG, Page, State
from grader.errors import AutogradusError

_PAGES = {"l": Page.LIST, "a": Page.EVERYTHING, "d": Page.PROOF, "?": Page.HELP}
# Editors that begin at a line which is given as +12.
_TAKES_A_LINE = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe"}
# Editors with windows of their own that begin at -g file:12.
_TAKES_A_PLACE = {"code", "code-insiders", "codium", "cursor"}
# Lines that a key moves a long page by.
_SCROLLS = {"down": 5, "j": 5, " ": 15, "up": -5, "k": -5}


class Actions:
    """Carries out keys on a state; `quit` is set when the watch is to end."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.quit = False

    def press(self, key: str) -> bool:
        """Carry out one key; returns whether the file is to be checked now."""
        state = self.state
        if state.asks_to_reset:
            return self._answer(key)
        if state.page is Page.LIST:
            return self._in_list(key)
        if key == "q":
            self.quit = True
        elif key in _PAGES:
            state.page = Page.RESULT if state.page is _PAGES[key] else _PAGES[key]
            state.chosen, state.scrolled = state.exercise, 0
        elif state.page in LONG and key in _SCROLLS:
            state.scrolled = max(0, state.scrolled + _SCROLLS[key])
        elif state.page is not Page.RESULT:
            state.page = Page.RESULT
        elif key in self._steps():
            return self._steps()[key]()
        return False

    def _steps(self) -> dict[str, Callable[[], bool]]:
        return {
            "h": self._hint,
            "n": self._next,
            "p": self._previous,
            "o": self._open,
            "x": self._ask,
            "r": lambda: True,
        }

    def _hint(self) -> bool:
        try:
            self.state.said = next_hint(self.state.course, self.state.exercise, None)
        except AutogradusError as problem:
            self.state.said = str(problem)
        return False

    def _next(self) -> bool:
        if not self.state.is_done:
            self.state.said = f"{self.state.exercise} is not done yet; l goes to any other exercise."
        else:
            self._move(1)
        return False

    def _previous(self) -> bool:
        self._move(-1)
        return False

    def _move(self, steps: int) -> None:
        names = self.state.course.names()
        at = names.index(self.state.exercise) + steps
        if 0 <= at < len(names):
            self.state.exercise = names[at]
        else:
            self.state.said = "There is no exercise beyond this one."

    def _ask(self) -> bool:
        self.state.asks_to_reset = True
        return False

    def _answer(self, key: str) -> bool:
        """The answer to the question whether to put the stub back."""
        self.state.asks_to_reset = False
        if key not in ("y", "Y"):
            return False
        kept = workspace.reset(self.state.course, self.state.exercise, workspace.default_path())
        self.state.said = f"The stub is back. Your file is now {kept}." if kept else "The stub is back."
        self.state.outlasts = self.state.said
        return False

    def _in_list(self, key: str) -> bool:
        """A key while the list is shown."""
        state = self.state
        listed = state.listed
        at = listed.index(state.chosen) if state.chosen in listed else 0
        if key == "enter":
            if listed:
                state.exercise, state.page, state.search = listed[at], Page.RESULT, None
        elif key in ("up", "down") or (state.search is None and key in ("j", "k")):
            step = 1 if key in ("down", "j") else -1
            state.chosen = listed[max(0, min(len(listed) - 1, at + step))] if listed else state.chosen
        elif state.search is not None:
            self._type(key)
        elif key == "/":
            state.search = ""
        elif key == "q":
            self.quit = True
        elif key in ("l", "escape"):
            state.page = Page.RESULT
        return False

    def _type(self, key: str) -> None:
        """A key while something is searched for."""
        state = self.state
        if key == "escape":
            state.search = None
        elif key == "back":
            state.search = (state.search or "")[:-1]
        elif len(key) == 1 and key.isprintable():
            state.search = (state.search or "") + key
        if state.listed and state.chosen not in state.listed:
            state.chosen = state.listed[0]

    def _open(self) -> bool:
        """Open the file in an editor: VS Code in its own window, any other in this terminal."""
        state = self.state
        file = str(state.given.path if state.given else state.files[0])
        line = (_line_at_hand(state) if file.endswith(".py") else None) or 1
        command = _editor_at(file, line)
        if not command:
            state.said = "Set VISUAL or EDITOR to the editor that o is to open."
            return False
        try:
            with keys_as_usual():
                subprocess.run(command, stdin=sys.stdin, check=False)
        except OSError as error:
            state.said = f"{command[0]} cannot be started: {error.strerror}."
        return False


def _editor_at(file: str, line: int) -> list[str]:
    """The command that opens the file at the line; empty where no editor is known."""
    words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    in_vscode = os.environ.get("TERM_PROGRAM") == "vscode" or not words
    if in_vscode and shutil.which("code"):
        words = ["code"]
    name = Path(words[0]).name if words else ""
    if name in _TAKES_A_PLACE:
        # Waiting is for those that cannot go on without the file; the watch can.
        return [*(word for word in words if word not in ("-w", "--wait")), "-g", f"{file}:{line}"]
    return [*words, *([f"+{line}"] if name in _TAKES_A_LINE else []), file] if words else []


def _line_at_hand(state: State) -> int | None:
    """The line that the one failure is about, or that of the function to write; of a file that does not load, the broken one."""
    if state.grade is None or state.given is None:
        return None
    if state.grade.load_failure is not None:
        return state.grade.load_failure.line
    row = board.first_open(board.rows(state.grade, state.given))
    failure = board.first_failure(row) if row else None
    return (failure.line if failure else None) or (state.given.line_of(row.function) if row else None)
