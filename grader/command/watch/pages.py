"""The pages of `grade watch` as lines: the result, the list, everything about it, what was proven, help."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from grader.command.display import screen
from grader.command.display.lines import paragraph
from grader.command.display.screen import STYLES
from grader.command.display.terminal import show_everything
from grader.command.guidance.overview import standing_lines
from grader.command.learner import progress
from grader.command.watch.state import LONG, Page, State
from grader.outcome import Status

_KEYS = {
    "h": "hint", "n": "next", "p": "prev", "l": "list", "a": "all", "d": "proof", "o": "open", "x": "reset",
    "r": "run", "?": "help", "q": "quit",
}  # fmt: skip
_HELP = {
    "h": "one more hint for the function at hand",
    "n": "the next exercise, when this one is done",
    "p": "the exercise before this one",
    "l": "all exercises; up, down, Enter; / searches",
    "a": "all failures with all their values",
    "d": "what the grader has proven, and how",
    "o": "open the file in your editor ($VISUAL, $EDITOR, VS Code)",
    "x": "put the stub back (asks; your file is kept beside it)",
    "r": "run the checks again",
    "q": "quit (so does Ctrl-C)",
}


def page_lines(console: Console, state: State) -> list[Text]:
    """The page that is asked for, above the line of keys."""
    made = {Page.LIST: _list, Page.EVERYTHING: _everything, Page.PROOF: _proof, Page.HELP: _help, Page.RESULT: _result}
    return made[state.page](console, state)


def part_shown(lines: list[Text], state: State, room: int) -> list[Text]:
    """What fits of a page: title and end, where the next step stands; of a page to read, from where it was scrolled to."""
    if state.page not in LONG:
        return lines if len(lines) <= room else [*lines[:1], *lines[len(lines) - room + 1 :]]
    state.scrolled = max(0, min(state.scrolled, len(lines) - room))
    return lines[state.scrolled : state.scrolled + room]


def key_lines(console: Console, state: State) -> list[Text]:
    """The last lines: a question, or the keys."""
    if state.asks_to_reset:
        return paragraph(console, "Put the stub back? Your file is kept beside it. y/n", 0, "bold")
    if state.page is Page.LIST:
        search = "type to search, Enter" if state.search is not None else "up, down, Enter; / searches; l back; q quit"
        return paragraph(console, search, 0, "dim")
    if state.page in LONG:
        return paragraph(console, "up, down scroll; any other key goes back; q quit", 0, "dim")
    keys = [f"{key} {word}" for key, word in _KEYS.items() if key != "n" or state.is_done]
    return paragraph(console, " ".join(keys), 0, "dim")


def _checking_line(state: State) -> str:
    """What is going on."""
    return f"checking {state.exercise} ... {state.elapsed_s:.1f} s"


def _result(console: Console, state: State) -> list[Text]:
    lines = [*paragraph(console, state.notice, 0, "yellow")] if state.notice else []
    if state.checking:
        lines += _at_work(console, state)
    elif state.grade is not None and state.given is not None:
        said = _said(console, state)
        taken = len(lines) + len(key_lines(console, state)) + len(said)
        title, *rest = screen.screen(
            console, state.grade, state.given, screen.Scope(rest_with="a"), console.height - taken
        )
        return [*lines, _timed(console, title, state), *rest, *said]
    return [*lines, *_said(console, state)]


def _timed(console: Console, title: Text, state: State) -> Text:
    """The title, with the time from the save to the result where there is room."""
    took = f"  ({state.took_s:.2f} s)"
    return Text.assemble(title, (took, "dim")) if title.cell_len + len(took) < console.width else title


def _said(console: Console, state: State) -> list[Text]:
    return [line for part in state.said.splitlines() for line in paragraph(console, part, 0, "cyan")]


def _at_work(console: Console, state: State) -> list[Text]:
    """The functions that have ended so far, the others still open."""
    lines = [screen.title_line(console, state.course, state.exercise), Text(_checking_line(state), style="bold")]
    for function in state.course.functions(state.exercise):
        status = state.ended.get(function)
        words = "..." if status is None else "passed" if status is Status.PASSED else status.value.replace("_", " ")
        line = Text.assemble(f"  {function}  ", (words, "dim" if status is None else STYLES.get(status, "red")))
        line.truncate(console.width, overflow="ellipsis")
        lines.append(line)
    return lines


def _list(console: Console, state: State) -> list[Text]:
    known = progress.load()
    lines = [Text(f"/{state.search}", style="bold")] if state.search is not None else [Text("Exercises", style="bold")]
    for name in state.listed:
        lines += standing_lines(console, state.course, name, known.records.get(name), name == state.chosen)
    return lines


def _everything(console: Console, state: State) -> list[Text]:
    if state.grade is None or state.given is None:
        return [Text("Nothing was graded yet.")]
    stream = io.StringIO()
    show_everything(
        Console(file=stream, width=console.width, color_system=None), state.grade, state.given, screen.Scope()
    )
    return [Text(line) for line in stream.getvalue().splitlines()]


def _proof(console: Console, state: State) -> list[Text]:
    if state.grade is None:
        return [Text("Nothing was graded yet.")]
    lines = [Text("What the grader has proven so far", style="bold")]
    for check in state.grade.checks:
        if check.status is Status.PASSED:
            on = ", ".join(check.proven_on)
            lines += paragraph(console, f"{check.function}: {check.description} [{on}, {check.seconds:.2f} s]", 2)
    return lines


def _help(console: Console, state: State) -> list[Text]:
    lines = [Text("Keys", style="bold")]
    for key, words in _HELP.items():
        lines += paragraph(console, f"{key}  {words}", 2)
    return [*lines, *paragraph(console, "Save the file, and it is checked. Any key goes back.", 0)]
