"""What the demos share: a plot in plain text, and a sentence instead of a traceback."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader import demo
from grader.courses import built_in
from grader.demo import draw, run_demo

LEARNER = """
class Net:
    def __init__(self):
        raise NotImplementedError("Exercise 0: write Net")


def written(x):
    return 2 * x


def unwritten(x):
    raise NotImplementedError("Exercise 0: write unwritten")


def wrong(x):
    return [1, 2][x]


def silent(x):
    pass


def endless(x):
    while True:
        x = not x


def demo():
    print("begun")
    CALL
    print("ended")
"""


def shown(call: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The screen of a demo that makes one call, of a file on disk."""
    file = folder / "warmup.py"
    file.write_text(LEARNER.replace("CALL", call), "utf-8")
    names: dict[str, Callable[[], None]] = {}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), names)
    run_demo(names["demo"])
    return capsys.readouterr().out


def test_a_demo_of_written_functions_runs_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says nothing of its own."""
    assert shown("print(written(4))", tmp_path, capsys) == "begun\n8\nended\n"


@pytest.mark.parametrize(("call", "name"), [("unwritten(1)", "unwritten"), ("Net()", "Net")])
def test_a_missing_function_comes_first(
    call: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its name, or its class's, with the line to go to and the hint to ask for."""
    screen = shown(call, tmp_path, capsys)

    assert f"{name} comes first: it is not written yet (warmup.py, line " in screen
    assert f"grade hint warmup {name}" in screen
    assert "ended" not in screen


def test_a_function_that_raises_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The learner's own line, not ours."""
    screen = shown("wrong(7)", tmp_path, capsys)

    assert "wrong stopped with IndexError: list index out of range" in screen
    assert "(warmup.py, line 16: return [1, 2][x])" in screen


def test_not_implemented_by_a_library_is_no_missing_function(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """PyTorch raises the same error for what it cannot do."""
    screen = shown("import torch; torch.empty(1, device='meta').cpu()", tmp_path, capsys)

    assert "comes first" not in screen
    assert "cannot go on with what came back: NotImplementedError" in screen


def test_a_result_of_the_wrong_kind_is_traced_to_the_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo stumbles over it, and does not blame itself."""
    screen = shown("silent(1).item()", tmp_path, capsys)

    assert "'NoneType' object has no attribute 'item'" in screen
    assert "line 30: silent(1).item()" in screen
    assert "grade warmup" in screen


def test_an_endless_loop_is_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the function that it is in."""
    monkeypatch.setattr(demo, "CPU_LIMIT_S", 0.2)

    assert "The demo was stopped after 0.2 seconds, in endless (" in shown("endless(1)", tmp_path, capsys)


def test_an_interrupt_is_told_apart_from_the_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C is the person's own."""
    assert "stopped by you, in demo (" in shown("raise KeyboardInterrupt", tmp_path, capsys)


@pytest.mark.parametrize("lines", [{"one": [3.0, 2.0, 1.0]}, {"one": range(1000), "two": [5.0] * 7}])
def test_a_plot_is_80_columns_of_plain_text(lines: dict[str, list[float]], capsys: pytest.CaptureFixture[str]) -> None:
    """No colour, no control characters."""
    draw("Title", lines, "epoch", "loss")
    screen = capsys.readouterr().out

    assert max(map(len, screen.splitlines())) == 80
    assert "\x1b" not in screen
    assert all(word in screen for word in ("Title", "epoch", "loss"))


def test_lines_differ_without_colour(capsys: pytest.CaptureFixture[str]) -> None:
    """Each has its sign, told below."""
    draw("Title", {"slow": [3.0, 2.5, 2.0], "fast": [3.0, 1.0, 0.5]})
    screen = capsys.readouterr().out

    assert "* slow     o fast" in screen
    assert screen.count("*") > 2
    assert screen.count("o") > 2


def test_a_falling_line_falls(capsys: pytest.CaptureFixture[str]) -> None:
    """The first value is at the top left, the last at the bottom right."""
    draw("", {"a": [9.0, 1.0], "b": [9.0]})
    rows = [line.partition("┤")[2] or line.partition("│")[2] for line in capsys.readouterr().out.splitlines()]
    drawn = [row for row in rows if "*" in row]

    assert drawn[0].index("*") < 10
    assert drawn[-1].rindex("*") > 60


def test_what_is_not_finite_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A training that ran away is drawn as far as there are numbers; one without any is said."""
    draw("Loss", {"runs away": [1.0, 1e5, float("inf"), float("nan"), 1e300], "lost": [float("nan")]})
    screen = capsys.readouterr().out

    assert "Loss: there is no finite number to draw in 'lost'." in screen
    assert "1e+05" in screen


def test_a_terminal_without_these_letters_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Windows console of old, or LANG=C."""
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    draw("Title", {"one": [3.0, 2.0, 1.0]})
    stream.flush()

    assert stream.buffer.getvalue().decode("ascii").count("*") > 3


def test_a_reader_that_leaves_early_sees_no_traceback(tmp_path: Path) -> None:
    """`python exercise.py | head -1`."""
    file = tmp_path / "long.py"
    file.write_text(
        "def demo():\n    for number in range(100_000):\n        print(number)\n\n\n"
        "from grader.demo import run_demo\n\nrun_demo(demo)\n"
    )
    command = f"{sys.executable} {file} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_demo_needs_no_hidden_check() -> None:
    """Nor anything of the engine."""
    code = "import sys, grader.demo; print(sorted(name for name in sys.modules if name.startswith('grader.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['grader.demo']"


@pytest.mark.parametrize("exercise", built_in().names())
def test_a_worker_is_not_made_to_import_the_demo(exercise: str) -> None:
    """It stands under `if __name__ == "__main__":`, which is not true there."""
    assert not [module for module in built_in().modules_needed(exercise) if module.startswith(("grader", "plotext"))]


def test_modules_needed_are_those_of_the_top(tmp_path: Path) -> None:
    """What functions and the demo import is theirs."""
    file = tmp_path / "stub.py"
    file.write_text(
        "from __future__ import annotations\nimport numpy as np\nfrom torch import nn\n\ndef f():\n    import json\n\n"
        'if __name__ == "__main__":\n    from grader.demo import draw\n'
    )
    course = replace(built_in(), exercises=file.parent)

    assert course.modules_needed(file.stem) == ["numpy", "torch"]
