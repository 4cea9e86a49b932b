"""One screen: all functions, one failure in full, the next step; in any width, without colour, through a pipe."""

from __future__ import annotations

import dataclasses
import io
import shlex
from pathlib import Path

import pytest
from handmade_grades import grade_of, outcome_of
from rich.console import Console

from grader.command.display import board, screen
from grader.command.display.places import place_of
from grader.command.display.terminal import show_everything
from grader.command.learner.submitted import Submitted
from grader.courses import built_in
from grader.outcome import Grade, LoadFailure, Status
from grader.source import SourceFile

COURSE = built_in()
TEXT = """
def sigmoid(z): return 1 / z
def logistic_regression(x, w, b): return sigmoid(x @ w + b)
def binary_loss(p, y): return p
def binary_loss_with_logits(z, y): return z
def classify(x, w, b): return logistic_regression(x, w, b)
def accuracy(p, y): return 1.0
def fit(x, y):
    raise NotImplementedError
"""
FUNCTIONS = COURSE.functions("exercise3")
VALUES = "\n".join([f"input {n}: float32 (7, 1) [[{n}.25]" for n in range(30)] + ["again: grade"])


def written(text: str = TEXT) -> Submitted:
    """A file of the workspace."""
    path = Path("exercises/exercise3.py")
    return Submitted(COURSE, SourceFile("exercise3", text.encode(), str(path)), path, is_mine=True)


def lines(grade: Grade, submitted: Submitted | None = None, width: int = 80, only: str | None = None) -> list[str]:
    """The screen as plain lines."""
    console = Console(width=width, file=io.StringIO(), color_system=None)
    scope = screen.Scope(frozenset({only}) if only else None)
    return [line.plain.rstrip() for line in screen.screen(console, grade, submitted or written(), scope)]


def attempt() -> Grade:
    """An honest first attempt: four functions wrong with long sentences, one not started."""
    long = "The gradient of the loss with respect to its first argument must be finite; got nan at [0, 0] of it. " * 2
    wrong = {"message": long, "advice": long, "details": VALUES}
    ended = {name: [outcome_of(name, Status.FAILED, **wrong)] * 3 for name in FUNCTIONS[:-1]}
    return grade_of({**ended, "fit": Status.NOT_STARTED})


def test_a_first_attempt_fits_a_terminal_of_24_lines_with_its_prompt() -> None:
    """However long the values are."""
    assert len(lines(attempt())) <= 23


def test_one_failure_is_told_and_the_others_are_a_line_each() -> None:
    """What scrolls away helps nobody."""
    shown = "\n".join(lines(grade_of({**dict.fromkeys(FUNCTIONS, Status.FAILED)})))

    assert shown.count("went wrong") == 1
    assert all(name in shown for name in FUNCTIONS)


def test_the_failure_stands_below_the_table_and_above_the_next_step() -> None:
    """The eye is at the bottom."""
    shown = lines(grade_of({"sigmoid": Status.FAILED, "accuracy": Status.PASSED}))
    place = next(at for at, line in enumerate(shown) if line.startswith("exercises/exercise3.py:2: sigmoid failed"))
    step = next(at for at, line in enumerate(shown) if line.startswith("Next: work on sigmoid, then `grade exercise3`"))

    assert shown.index("  accuracy  10/10  passed") < place < step == len(shown) - 1


def test_callers_of_a_wrong_function_wait_for_it() -> None:
    """One cause, one failure; through callers that are wrong too."""
    ended = {"sigmoid": Status.ERROR, "logistic_regression": Status.SKIPPED, "classify": Status.NOT_STARTED}
    words = {row.function: row.words for row in board.rows(grade_of(ended), written())}

    assert words == {
        "sigmoid": "error",
        "logistic_regression": "waits for sigmoid",
        "classify": "waits for sigmoid",
    }


def test_a_caller_does_not_wait_behind_a_function_that_is_right() -> None:
    """Then the mistake is its own."""
    ended = {"sigmoid": Status.PASSED, "logistic_regression": Status.PASSED, "classify": Status.NOT_STARTED}
    words = {row.function: row.words for row in board.rows(grade_of(ended), written())}

    assert words["classify"] == "not started"


def test_a_caller_with_a_mistake_of_its_own_is_told_so() -> None:
    """Whatever is wrong below it."""
    ended = {"sigmoid": Status.FAILED, "logistic_regression": Status.FAILED}
    words = {row.function: row.words for row in board.rows(grade_of(ended), written())}

    assert words["logistic_regression"] == "failed"


def test_two_functions_that_call_each_other_wait_for_nobody() -> None:
    """Somebody must be told first."""
    text = "def sigmoid(z): return accuracy(z)\ndef accuracy(p): return sigmoid(p)\n"
    table = board.rows(grade_of({"sigmoid": Status.SKIPPED, "accuracy": Status.SKIPPED}), written(text))

    assert [row.awaited for row in table] == [None, None]


def test_a_function_that_failed_comes_before_one_that_is_not_started() -> None:
    """Finish what was begun."""
    table = board.rows(grade_of({"binary_loss": Status.NOT_STARTED, "accuracy": Status.FAILED}), written())
    focus = board.first_open(table)

    assert focus is not None
    assert focus.function == "accuracy"


def test_an_unwritten_function_is_the_next_step_with_its_place() -> None:
    """File and line, as terminals and editors link them."""
    shown = lines(grade_of({"accuracy": Status.PASSED, "fit": Status.NOT_STARTED}))

    assert "Next: write fit, exercises/exercise3.py:8" in shown


@pytest.mark.parametrize("width", [40, 80])
def test_no_place_is_broken(width: int) -> None:
    """A link that is cut in two opens nothing."""
    failure = LoadFailure("exercise3.py is not valid Python: expected ':'.", line=138, reason="unterminated string (x)")
    shown = lines(grade_of(dict.fromkeys(FUNCTIONS, Status.NOT_STARTED)), width=width)
    broken = lines(grade_of(dict.fromkeys(FUNCTIONS, Status.ERROR), load_failure=failure), width=width)

    assert any("exercises/exercise3.py:2" in line for line in shown)
    assert max(map(len, shown + broken)) <= width


def test_a_file_that_does_not_load_fits_12_lines_and_is_told_once() -> None:
    """The place, the line, the caret; that line is the next step."""
    failure = LoadFailure(
        "exercise3.py is not valid Python: expected ':' in line 5.\n    def f()\n           ^",
        "expected ':'",
        5,
        8,
        "def f()",
    )
    shown = lines(grade_of(dict.fromkeys(FUNCTIONS, Status.ERROR), load_failure=failure))

    assert len(shown) <= 12
    assert shown.count("exercises/exercise3.py:5: expected ':'") == 1
    assert shown[-1] == "Next: mend line 5 of exercises/exercise3.py, then `grade exercise3` again."
    assert "Stuck" not in "\n".join(shown)


def test_an_error_at_top_level_is_told_once() -> None:
    """A NameError, a missing package."""
    failure = LoadFailure("exercise3.py could not be loaded: it raised NameError: name 'x' is not defined.", line=3)
    shown = lines(grade_of(dict.fromkeys(FUNCTIONS, Status.ERROR), load_failure=failure))

    assert "\n".join(shown).count("NameError") == 1
    assert len(shown) <= 12


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_only_the_command_to_copy_is_wider_than_the_screen(width: int) -> None:
    """And it is whole, where the screen has room for it."""
    shown = lines(attempt(), width=width)
    wide = [line for line in shown if len(line) > width]

    assert [line for line in wide if not line.startswith(("  again:", "exercises/"))] == []
    assert sum(line.startswith("  again: grade exercise3 --check sigmoid_is_right ") for line in shown) == (width >= 60)
    assert sum(line.endswith("--seed 4010877150") for line in shown) == (width >= 60)


def test_a_command_to_copy_that_is_too_long_is_broken_as_a_shell_reads_it() -> None:
    """A seed that nobody chose has up to 20 digits."""
    grade = dataclasses.replace(attempt(), seed=2**64 - 1)
    shown = lines(grade, width=70)
    at = next(number for number, line in enumerate(shown) if line.startswith("  again:"))

    assert all(len(line) <= 70 for line in shown)
    assert shlex.split("\n".join(shown[at : at + 2]).replace("\\\n", "")) == [
        "again:", "grade", "exercise3", "--check", "sigmoid_is_right", "--seed", str(2**64 - 1)
    ]  # fmt: skip


def test_words_are_not_broken() -> None:
    """At 80 columns nothing has to be."""
    words = {word for line in lines(attempt()) for word in line.split()}

    assert "finite;" in words
    assert not {"fini", "te;", "grad"} & words


def test_a_path_that_is_not_the_workspaces_own_is_in_the_replay() -> None:
    """Quoted when it must be."""
    path = Path("my work/exercise3.py")
    other = Submitted(COURSE, SourceFile("exercise3", TEXT.encode(), str(path)), path, is_mine=False)

    assert any("grade exercise3 'my work/exercise3.py' --check" in line for line in lines(attempt(), other))


def test_what_was_printed_is_shown_where_a_check_failed() -> None:
    """Its last ten lines."""
    printed = "".join(f"epoch {n}\n" for n in range(30))
    shown = lines(grade_of({"sigmoid": Status.FAILED}, printed=printed))

    assert [line.strip() for line in shown if "epoch" in line] == [f"epoch {n}" for n in range(20, 30)]


def test_printed_controls_do_not_reach_the_terminal() -> None:
    """A submission cannot paint on the screen."""
    assert "\x1b" not in "\n".join(lines(grade_of({"sigmoid": Status.FAILED}, printed="\x1b[2J\x07hidden")))


def test_a_full_score_says_what_was_proven_and_where_the_next_exercise_is() -> None:
    """In a line each."""
    shown = lines(grade_of(dict.fromkeys(FUNCTIONS, Status.PASSED), usage={"calls": 93}))

    assert "All done. Proven by 7 checks with 93 calls on cpu and simgpu in 0.0 s." in " ".join(shown)
    assert any(line.startswith("Next: exercise4,") for line in shown)
    assert any(line.endswith("exercise4.py.") for line in shown)


def test_one_check_alone_never_says_that_all_is_done() -> None:
    """The others did not run."""
    shown = "\n".join(lines(grade_of({"sigmoid": Status.PASSED}), only="sigmoid_is_right"))

    assert "All done" not in shown
    assert "no score was kept" in shown


def test_a_fault_of_ours_asks_nothing_of_the_learner() -> None:
    """And gives no next function."""
    shown = "\n".join(lines(grade_of({"sigmoid": Status.GRADER_ERROR})))

    assert "fault of the grader" in shown
    assert "Next:" not in shown


@pytest.mark.parametrize(("term", "is_link"), [("xterm-256color", True), ("linux", False), ("vt100", False)])
def test_places_are_links_where_the_terminal_knows_them(
    term: str, is_link: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OSC 8, and none of it in a pipe."""
    monkeypatch.setenv("TERM", term)
    stream = io.StringIO()
    Console(file=stream, force_terminal=True, width=80, color_system="standard").print(place_of(Path("a.py"), 5))
    plain = io.StringIO()
    Console(file=plain, width=80).print(place_of(Path("a.py"), 5))

    assert ("\x1b]8;" in stream.getvalue()) == is_link
    assert plain.getvalue() == "a.py:5\n"


def wordy() -> Grade:
    """A first attempt whose failure has sentences of an honest length."""
    wrong = dict(
        description="sigmoid and its slope stay finite and right for scores up to 1e4 on both sides.",
        message="The gradient of sigmoid with respect to z must be finite; got nan at [0, 0], where 1.0e-42 is expected.",
        advice="exp(-z) is inf for large negative scores, and the gradient becomes inf * 0 = nan: write it with tanh.",
        details="\n".join(["call: sigmoid(z)", *["z: float32 (2, 1)"] * 6, "again: grade"]),
    )
    failed = [outcome_of("sigmoid", Status.FAILED, **wrong)]
    return grade_of({"sigmoid": failed, **dict.fromkeys(FUNCTIONS[1:], Status.FAILED)})


@pytest.mark.parametrize("width", [40, 80])
def test_an_honest_first_attempt_fits_24_lines_however_narrow(width: int) -> None:
    """What is left out to make room comes with -v; the message, the advice and the next step stay."""
    console = Console(width=width, height=24, file=io.StringIO(), color_system=None)
    made = screen.screen(console, wordy(), written(), screen.Scope())
    shown = " ".join(" ".join(line.plain for line in made).split())

    assert sum(screen.rows_taken(console, line) for line in made) <= 23
    assert "more" in shown and "must be finite; got nan" in shown and "with tanh" in shown and "Next: work on" in shown


def test_a_reason_is_said_once_a_function_in_full() -> None:
    """Of a function that nobody has written, every check says the same."""
    outcomes = [outcome_of("sigmoid", Status.NOT_STARTED, message="sigmoid is not written yet.")] * 4
    stream = io.StringIO()
    show_everything(Console(file=stream, width=80), grade_of({"sigmoid": outcomes}), written(), screen.Scope())

    assert stream.getvalue().count("is not written yet") == 1


def test_a_function_that_the_file_does_not_have_is_not_defined() -> None:
    """No error of the learner's; one that is named anywhere in the text may have come about in another way."""
    ended = {"sigmoid": Status.ERROR, "accuracy": Status.ERROR}
    table = board.rows(grade_of(ended), written("sigmoid = max\n"))

    assert [row.words for row in table] == ["error", "not defined"]
