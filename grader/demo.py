"""`python exercises/NAME.py`: the learner's own functions at work, in the terminal, at every stage of the writing.

The demo stands in the learner's file under `if __name__ == "__main__":`; here is what all of them share. Nothing is
judged, no hidden check is read, and no stage of the writing ends in a traceback.
"""

from __future__ import annotations

import _thread
import dis
import itertools
import linecache
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import plotext

WIDTH, HEIGHT = 80, 16
X_TICKS, Y_TICKS = 10, 4
# Processor time, so that a busy machine stops no demo that is right; a demo that only waits ends by the clock.
CPU_LIMIT_S, WALL_LIMIT_S = 10.0, 120.0
# What is larger is left out like inf and nan: no axis shows it beside other numbers.
LARGEST = 1e30
# Lines must differ without colour. "hd" is plotext's name for quarters of a character: the finest for a single line.
SINGLE, SEVERAL = "hd", ("*", "o", "+", "x", "#")
ASCII = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|" + "+" * 9)


@dataclass(frozen=True)
class _Place:
    """Where in the learner's file something happened.

    Attributes:
        file: the file.
        function: the top-level function or class.
        line: number of the line, from 1.
        is_raised_there: whether that line itself raised, and not something that it called.
    """

    file: Path
    function: str
    line: int
    is_raised_there: bool

    def __str__(self) -> str:
        """The place as a person looks for it: file, line and what stands there."""
        code = linecache.getline(str(self.file), self.line).strip()
        return f"{self.file.name}, line {self.line}: {code}"


def run_demo(demo: Callable[[], None]) -> None:
    """Run a demo as far as the learner has come, and say in a sentence why it stopped, where it did.

    Args:
        demo: prints and draws; it is a function of the learner's file and calls the others of that file.
    """
    is_late, is_over = threading.Event(), threading.Event()
    threading.Thread(target=_stop_when_late, args=(is_late, is_over), daemon=True).start()
    try:
        demo()
    except BrokenPipeError:
        # Whoever reads our output, such as `head`, has left. Python flushes once more at the end: into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt as stop:
        why = f"after {CPU_LIMIT_S:g} seconds" if is_late.is_set() else "by you"
        print(f"\nThe demo was stopped {why}, in {_place(stop).function} ({_place(stop)}).")
    except Exception as error:
        print(f"\n{_sentence(error, _place(error), demo.__name__)}")
    finally:
        is_over.set()


def _stop_when_late(is_late: threading.Event, is_over: threading.Event) -> None:
    """Interrupt the main thread at the limit of processor time, or of time on the clock for one that only waits."""
    cpu_s, wall_s = time.process_time() + CPU_LIMIT_S, time.monotonic() + WALL_LIMIT_S
    while not is_over.wait(0.1):
        if time.process_time() > cpu_s or time.monotonic() > wall_s:
            is_late.set()
            _thread.interrupt_main()
            return


def _sentence(error: Exception, spot: _Place, demo: str) -> str:
    exercise, function = spot.file.stem, spot.function
    if isinstance(error, NotImplementedError) and spot.is_raised_there:
        return (
            f"{function} comes first: it is not written yet ({spot.file.name}, line {spot.line}).\n"
            f"Write it, save, and run this file again. A hint: grade hint {exercise} {function}"
        )
    text = " ".join(str(error).split())
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if function == demo:
        return (
            f"The demo cannot go on with what came back: {what}\n({spot}).\n"
            f"A function in this line gave something else than its page says. Which one: grade {exercise}"
        )
    return f"{function} stopped with {what}\n({spot}).\nWhat is asked of it: grade hint {exercise} {function}"


def _place(error: BaseException) -> _Place:
    """The innermost line of the learner's file: the file of the function that `run_demo` called."""
    calls = list(_calls(error.__traceback__))
    file = calls[min(1, len(calls) - 1)].tb_frame.f_code.co_filename
    own = [call for call in calls if call.tb_frame.f_code.co_filename == file][-1]
    code = own.tb_frame.f_code
    # C code, such as PyTorch's, has no frame of its own: only a `raise` shows that the learner's line said it.
    is_raised_there = own is calls[-1] and code.co_code[own.tb_lasti] == dis.opmap["RAISE_VARARGS"]
    return _Place(Path(file), code.co_qualname.partition(".")[0], own.tb_lineno, is_raised_there)


def _calls(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def draw(title: str, lines: Mapping[str, Sequence[float]], x_label: str = "", y_label: str = "") -> None:
    """Print a plot of 80 columns as plain text, without colour.

    Args:
        title: a few words, such as "Loss of fit".
        lines: label to values, numbers counted from 0 along x. What is not finite is left out.
        x_label: what the values are counted by, such as "epoch".
        y_label: what they are, such as "loss".
    """
    points = {label: line for label, values in lines.items() if (line := _finite(values))}
    for label in lines.keys() - points.keys():
        print(f"{title}: there is no finite number to draw in {label!r}.")
    if points:
        text = _plot(title, points, x_label, y_label, shows("▚┤─"))
        print(text if shows(text) else text.translate(ASCII))


def _plot(title: str, points: Mapping[str, list[tuple[int, float]]], x_label: str, y_label: str, fine: bool) -> str:
    markers = (SINGLE,) if fine and len(points) == 1 else SEVERAL
    labelled = dict(zip(points, itertools.cycle(markers), strict=False))
    figure = plotext.figure
    figure.clear().plot_size(WIDTH, HEIGHT)
    for label, marker in labelled.items():
        figure.draw(figure.signal(*map(list, zip(*points[label], strict=True)), marker=marker).lines())
    _count(figure, [point for line in points.values() for point in line])
    figure.title(title).label(x_label).label(y_label, "y")
    names = "     ".join(f"{marker} {label}" for label, marker in labelled.items())
    drawn = str(figure.build().string(colorless=True)).rstrip()
    return f"{drawn}\n{names:^{WIDTH}}".rstrip() if len(points) > 1 else drawn


def _count(figure: Any, points: Sequence[tuple[int, float]]) -> None:
    """Put whole numbers along x and four digits along y: plotext writes 4.8 epochs and 3.2e3."""
    places, values = zip(*points, strict=True)
    round_steps = (digit * 10**power for power in itertools.count() for digit in (1, 2, 5))
    x_step = next(step for step in round_steps if max(places) / step <= X_TICKS)
    figure.ruler("x").ticks(list(range(0, max(places) + 1, x_step)))
    low, step = min(values), (max(values) - min(values)) / Y_TICKS
    ticks = [low + step * number for number in range(Y_TICKS + 1 if step else 1)]
    figure.ruler("y").ticks(ticks, [f"{tick:.4g}" for tick in ticks])


def _finite(values: Sequence[float]) -> list[tuple[int, float]]:
    numbers = [(index, float(value)) for index, value in enumerate(values)]
    return [(index, value) for index, value in numbers if math.isfinite(value) and abs(value) <= LARGEST]


def shows(text: str) -> bool:
    """Whether standard output can show every letter of a text."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
