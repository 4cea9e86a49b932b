"""The loop of `grade watch`, with checks that the test itself plays: what is noticed, begun, ended and shown."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from grader.command.watch import actions as actions_of_watch
from grader.command.watch import pages, saves
from grader.command.watch.actions import Actions
from grader.command.watch.checks import Check
from grader.command.watch.keys import keys_in
from grader.command.watch.loop import Watch
from grader.command.watch.saves import Saves
from grader.command.watch.shows import JsonShow
from grader.command.watch.state import Page, State
from grader.courses import built_in
from grader.outcome import CheckOutcome, Grade, Status

COURSE = built_in()
SOLUTION = (Path(__file__).resolve().parents[2] / "solutions" / "exercise3.py").read_text("utf-8")
BROKEN = "def sigmoid(z)\n    return z\n"


class PlayedCheck(Check):
    """A check whose lines the test writes."""

    def __init__(self) -> None:
        reader, self.writer = os.pipe()
        super().__init__(reader, None)  # type: ignore[arg-type]  # nothing works here
        self.ended = False

    def end(self) -> None:
        os.close(self.descriptor)
        self.ended = True


class PlayedChecks:
    """Hands out played checks; `ready` says whether the warm process is there yet."""

    def __init__(self) -> None:
        self.begun: list[PlayedCheck] = []
        self.asked: list[list[str]] = []
        self.ready = True

    def begin(self, arguments: Any) -> Check | None:
        if not self.ready:
            return None
        self.begun.append(PlayedCheck())
        self.asked.append(list(arguments))
        return self.begun[-1]


class NotedShow:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.drawn = 0

    def saved(self, state: State) -> None:
        self.told.append("saved")

    def function(self, state: State, event: dict[str, Any]) -> None:
        self.told.append(event["function"])

    def graded(self, state: State, event: dict[str, Any] | None) -> None:
        self.told.append("grade")

    def draw(self, state: State) -> None:
        self.drawn += 1


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """exercise3 of a workspace, with the test in it."""
    (tmp_path / "exercises").mkdir()
    made = tmp_path / "exercises" / "exercise3.py"
    made.write_text(SOLUTION)
    (tmp_path / "exercises" / "exercise4.py").write_text(COURSE.stub_path("exercise4").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    return made


def opened(file: Path) -> Watch:
    """A watch at work, after its first look."""
    watch = Watch(State(COURSE, "exercise3"), NotedShow(), PlayedChecks(), Saves(file.parent))  # type: ignore[arg-type]
    watch.selector.register(watch.saves.descriptor, 1, watch.events_came)
    watch.look(found_by_tick=False)
    return watch


@pytest.fixture
def watch(file: Path) -> Iterator[Watch]:
    """See `opened`."""
    made = opened(file)
    yield made
    made.drop_check()
    made.selector.close()
    made.saves.close()


def until(watch: Watch, holds: Callable[[], Any]) -> None:
    """Let the loop turn until something is true."""
    deadline_s = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline_s, "it never came true"
        watch.turn()


def begun(watch: Watch) -> list[PlayedCheck]:
    """The checks that were begun."""
    return watch.checks.begun  # type: ignore[return-value]


def told(watch: Watch) -> list[str]:
    """What the show was told."""
    return watch.show.told  # type: ignore[attr-defined,no-any-return]


def event(name: str, **facts: Any) -> bytes:
    """A line of a check."""
    return json.dumps({"event": name, "exercise": "exercise3", "elapsed_ms": 1, **facts}).encode() + b"\n"


def full_grade() -> Grade:
    """A full score."""
    return Grade(
        "exercise3", 1, (CheckOutcome("a", "sigmoid", "sigmoid is right.", Status.PASSED, 1.0, 1.0, "Passed."),)
    )


def test_what_was_changed_and_what_failed_is_judged_first(watch: Watch, file: Path) -> None:
    """In this order; a comment is no change."""
    failed = CheckOutcome("a", "fit", "fit is right.", Status.FAILED, 0.0, 1.0, "No.")
    watch.state.grade = dataclasses.replace(full_grade(), checks=(failed,))
    file.write_text(SOLUTION.replace("return (predicted == y)", "return 0 * (predicted == y)") + "# more\n")
    until(watch, lambda: len(begun(watch)) == 2)

    words = watch.checks.asked[1]  # type: ignore[attr-defined]
    assert [words[at + 1] for at, word in enumerate(words) if word == "--first"] == ["accuracy", "fit"]


def test_a_save_begins_a_check_and_its_words_are_shown_in_order(watch: Watch, file: Path) -> None:
    """Saved, each function, the grade."""
    file.write_text(SOLUTION + "# more\n")
    until(watch, lambda: len(begun(watch)) == 2)
    os.write(begun(watch)[1].writer, event("function", function="sigmoid", status="passed"))
    os.write(begun(watch)[1].writer, event("grade", report=full_grade().to_json(), load_failure=None))
    until(watch, lambda: watch.state.grade)

    assert told(watch) == ["saved", "saved", "sigmoid", "grade"]
    assert watch.state.is_done
    assert not watch.state.checking


def test_a_newer_save_ends_the_check_at_work(watch: Watch, file: Path) -> None:
    """Its words are not waited for."""
    file.write_text(SOLUTION + "# more\n")
    until(watch, lambda: len(begun(watch)) == 2)

    assert begun(watch)[0].ended
    assert not begun(watch)[1].ended


def test_the_same_bytes_are_not_checked_again(watch: Watch, file: Path) -> None:
    """Editors save twice, and touch."""
    file.write_text(SOLUTION)
    os.utime(file, (1, 1))
    mark = watch.mark
    until(watch, lambda: watch.mark != mark)

    assert len(begun(watch)) == 1


def test_a_syntax_error_is_answered_from_the_text_and_ends_the_check_at_work(watch: Watch, file: Path) -> None:
    """No process is asked."""
    file.write_text(BROKEN)
    until(watch, lambda: watch.state.grade)

    assert watch.state.grade is not None
    assert watch.state.grade.load_failure is not None
    assert len(begun(watch)) == 1
    assert begun(watch)[0].ended


def test_an_editor_that_saves_by_rename_is_noticed(watch: Watch, file: Path) -> None:
    """A new file takes the old one's place."""
    draft = file.with_name("draft")
    draft.write_text(BROKEN)
    os.replace(draft, file)

    until(watch, lambda: watch.state.grade)


def test_a_deleted_file_is_waited_for(watch: Watch, file: Path) -> None:
    """With a word on how to get it back; then it is checked."""
    file.unlink()
    until(watch, lambda: watch.state.said)
    assert "waited for" in watch.state.said
    assert begun(watch)[0].ended
    file.write_text(SOLUTION)
    until(watch, lambda: len(begun(watch)) == 2)

    assert watch.state.checking


def test_a_file_that_is_written_in_pieces_ends_with_what_is_whole(watch: Watch, file: Path) -> None:
    """Half a file is no Python, or another answer; the last state counts."""
    with file.open("w") as stream:
        stream.write(SOLUTION[: len(SOLUTION) // 2] + "(")
        stream.flush()
        until(watch, lambda: watch.state.grade)
        stream.seek(0)
        stream.write(SOLUTION)
        stream.truncate()
    until(watch, lambda: len(begun(watch)) == 2)

    assert watch.state.given is not None
    assert watch.state.given.source.data == SOLUTION.encode()


def test_saves_are_noticed_by_looking_where_no_library_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the screen says so."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    watch = opened(file)
    try:
        file.write_text(BROKEN)
        until(watch, lambda: watch.state.grade)
        until(watch, lambda: watch.state.notice)
    finally:
        watch.drop_check()
        watch.saves.close()

    assert watch.state.notice == saves.NO_LIBRARY


def test_saves_of_which_no_event_tells_turn_to_looking(file: Path) -> None:
    """As on network drives."""
    watched = Saves(file.parent)
    os.utime(file, (1, 1))
    watched.drain()
    watched._told_s = 0.0
    watched.seen_late([file])
    watched.close()

    assert watched.notice == saves.POLLING
    assert watched.tick_s < saves.LOOK_S


def test_a_folder_that_goes_away_ends_nothing(watch: Watch, file: Path) -> None:
    """It may come back."""
    folder = file.parent
    folder.rename(folder.with_name("gone"))
    until(watch, lambda: watch.state.said)
    folder.with_name("gone").rename(folder)
    until(watch, lambda: len(begun(watch)) == 2)


def test_a_check_that_is_killed_says_so(watch: Watch) -> None:
    """And r runs it again."""
    os.close(begun(watch)[0].writer)
    until(watch, lambda: not watch.state.checking)

    assert "r runs it again" in watch.state.said


def test_a_check_waits_for_the_warm_process(file: Path) -> None:
    """It begins as soon as that is there."""
    checks = PlayedChecks()
    checks.ready = False
    watch = Watch(State(COURSE, "exercise3"), NotedShow(), checks, Saves(file.parent))  # type: ignore[arg-type]
    watch.selector.register(watch.saves.descriptor, 1, watch.events_came)
    watch.look(found_by_tick=False)
    watch.turn()
    assert not checks.begun
    checks.ready = True
    until(watch, lambda: checks.begun)
    watch.drop_check()
    watch.saves.close()


def test_what_is_no_event_is_shown_as_a_sentence(watch: Watch) -> None:
    """An error of the command comes as text."""
    os.write(begun(watch)[0].writer, b"grade: something is off.\n")
    until(watch, lambda: watch.state.said)

    assert watch.state.said == "grade: something is off."


def press(state: State, *keys: str) -> Actions:
    """Press keys."""
    actions = Actions(state)
    for key in keys:
        actions.press(key)
    return actions


@pytest.mark.usefixtures("file")
def test_the_next_exercise_comes_only_when_this_one_is_done() -> None:
    """Never by itself."""
    state = State(COURSE, "exercise3")
    press(state, "n")
    assert state.exercise == "exercise3"
    assert "not done yet" in state.said
    state.grade = full_grade()
    press(state, "n")

    assert state.exercise == "exercise4"


@pytest.mark.usefixtures("file")
def test_the_previous_exercise_is_always_there_until_the_first() -> None:
    """p goes back."""
    state = State(COURSE, "exercise2")
    press(state, "p")
    assert state.exercise == "exercise1"
    press(state, "p")

    assert (state.exercise, "beyond" in state.said) == ("exercise1", True)


@pytest.mark.usefixtures("file")
def test_the_list_is_searched_and_chosen_from() -> None:
    """By a word of the title; Enter goes there."""
    state = State(COURSE, "exercise3")
    press(state, "l", "/", *"backprop", "enter")

    assert (state.exercise, state.page) == ("exercise6", Page.RESULT)


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(
    ("keys", "exercise"),
    [("down enter", "exercise4"), ("j j k enter", "exercise4"), ("up up up up enter", "exercise1"), ("l", "exercise3")],
)
def test_the_list_has_a_cursor(keys: str, exercise: str) -> None:
    """Arrows and j, k; l goes back."""
    state = State(COURSE, "exercise3")
    press(state, "l", *keys.split())

    assert (state.exercise, state.page) == (exercise, Page.RESULT)


def test_reset_asks_and_keeps_the_old_file(file: Path) -> None:
    """Only y puts the stub back; where the file is now is still said when the stub was checked."""
    state = State(COURSE, "exercise3")
    press(state, "x", "n")
    assert file.read_text() == SOLUTION
    press(state, "x", "y")
    state.begin()

    assert "exercise3.old1.py" in state.said
    state.begin()
    assert state.said == ""
    assert file.read_text("utf-8") == COURSE.stub_path("exercise3").read_text("utf-8")
    assert file.with_name("exercise3.old1.py").read_text() == SOLUTION


@pytest.mark.usefixtures("file")
def test_other_keys_do_what_they_say() -> None:
    """r asks for a check, h hints, q quits, an unknown key does nothing."""
    state = State(COURSE, "exercise3")

    assert Actions(state).press("r")
    assert not Actions(state).press("ß")
    press(state, "h")
    assert state.said.startswith("sigmoid:")
    assert press(state, "q").quit


@pytest.mark.parametrize("key", ["a", "d", "?"])
@pytest.mark.usefixtures("file")
def test_a_page_is_left_by_any_key(key: str) -> None:
    """By its own too."""
    state = State(COURSE, "exercise3")
    press(state, key)
    assert state.page is not Page.RESULT
    press(state, key)
    assert state.page is Page.RESULT
    press(state, key, "z")

    assert state.page is Page.RESULT


@pytest.mark.usefixtures("file")
def test_a_long_page_is_read_from_its_top_and_scrolled() -> None:
    """Never beyond its end."""
    state, lines = State(COURSE, "exercise3"), [Text(str(n)) for n in range(40)]
    press(state, "a")
    assert [line.plain for line in pages.part_shown(lines, state, 10)][0] == "0"
    press(state, "down")
    assert [line.plain for line in pages.part_shown(lines, state, 10)][0] == "5"
    press(state, *" " * 9)

    assert [line.plain for line in pages.part_shown(lines, state, 10)][-1] == "39"
    assert state.page is Page.EVERYTHING


@pytest.mark.usefixtures("file")
def test_without_an_editor_o_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """And starts nothing."""
    for name in ("VISUAL", "EDITOR", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    state = State(COURSE, "exercise3")
    press(state, "o")

    assert "EDITOR" in state.said


@pytest.mark.parametrize(
    ("editor", "program", "command"),
    [
        ("nano", "", ["nano", "+7", "a.py"]),
        ("/usr/bin/vim -n", "", ["/usr/bin/vim", "-n", "+7", "a.py"]),
        ("gedit --new", "", ["gedit", "--new", "a.py"]),
        ("vim", "vscode", ["code", "-g", "a.py:7"]),
        ("code --wait", "", ["code", "-g", "a.py:7"]),
        ("", "", ["code", "-g", "a.py:7"]),
    ],
)
def test_o_opens_the_file_at_the_line_that_is_spoken_of(
    editor: str, program: str, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In VS Code's terminal in VS Code."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.setenv("TERM_PROGRAM", program)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")

    assert actions_of_watch._editor_at("a.py", 7) == command


def test_what_does_not_fit_keeps_its_title() -> None:
    """And its end, where the next step stands."""
    lines = [Text(str(n)) for n in range(40)]

    assert [line.plain for line in pages.part_shown(lines, State(COURSE, "exercise3"), 3)] == ["0", "38", "39"]


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("page", list(Page))
@pytest.mark.parametrize("width", [40, 80])
def test_every_page_fits_its_width(page: Page, width: int) -> None:
    """Whether a check is at work or not."""
    console = Console(width=width, height=24, file=io.StringIO(), color_system=None)
    for checking in (True, False):
        state = State(
            COURSE, "exercise3", grade=full_grade(), page=page, checking=checking, ended={"sigmoid": Status.FAILED}
        )
        lines = [*pages.page_lines(console, state), *pages.key_lines(console, state)]

        assert lines
        assert max(line.cell_len for line in lines) <= width


@pytest.mark.usefixtures("file")
def test_json_is_one_object_a_line_with_the_time_since_the_save(capsys: pytest.CaptureFixture[str]) -> None:
    """For editors and for measuring."""
    show, state = JsonShow(), State(COURSE, "exercise3", grade=full_grade())
    show.saved(state)
    show.function(state, {"function": "sigmoid", "status": "passed"})
    show.graded(state, None)
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert [one["event"] for one in said] == ["saved", "function", "grade"]
    assert all(one["elapsed_ms"] >= 0 and one["exercise"] == "exercise3" for one in said)
    assert said[2]["report"]["score"] == 1


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("a", ["a"]),
        ("\x1b[A", ["up"]),
        ("\x1b[B", ["down"]),
        ("\n", ["enter"]),
        ("\x7f", ["back"]),
        ("\x1b", ["escape"]),
        ("ab", ["a", "b"]),
    ],
)
def test_keys_are_named(typed: str, keys: list[str]) -> None:
    """Arrows come as three letters."""
    reader, writer = os.pipe()
    os.write(writer, typed.encode())
    found = keys_in(reader)
    os.close(reader)
    os.close(writer)

    assert found == keys
