"""Plots as SVG to stand inside a page, written directly. Nothing that a learner wrote is ever drawn.

Colours are those of the page (`currentColor`, `var(--accent)`), so that one drawing fits light, dark and paper. The same
numbers give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from markupsafe import Markup, escape

from grader.report.svg import WIDTH, bar, drawn, line, path, text

_TOP, _RIGHT, _BOTTOM = 12.0, 16.0, 44.0
_ROW = 26.0
_LETTER = 7.2
_LONGEST_LABEL = 46
# Above this ratio of the largest to the smallest value a plot goes by tens.
_WIDE_RATIO = 1000
# Whiskers end at the last value within so many widths of the box (Tukey).
_WHISKER = 1.5
_LINES = (("var(--accent)", "", 2.5), ("var(--second)", "7 4", 2.0), ("var(--soft)", "2 4", 2.0))


@dataclass(frozen=True)
class _Axis:
    """Numbers along a line: from `low` at pixel `start` to `high` at pixel `end`."""

    low: float
    high: float
    start: float
    end: float
    by_tens: bool = False

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high, here = (
            map(math.log10, (self.low, self.high, value)) if self.by_tens else (self.low, self.high, value)
        )
        return self.start + (self.end - self.start) * (here - low) / ((high - low) or 1.0)

    def ticks(self) -> list[float]:
        """Round numbers inside."""
        if self.by_tens:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            every = max(1, (last - first) // 6)
            return [10.0**power for power in range(first, last + 1, every)]
        step = _round_step((self.high - self.low) / 5)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def _round_step(about: float) -> float:
    """1, 2 or 5 times a power of ten, at least as large."""
    power = 10.0 ** math.floor(math.log10(about)) if about > 0 else 1.0
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= about * (1 - 1e-9))


def histogram(scores: Sequence[float], most: float, title: str) -> Markup:
    """How many students have how many points; ten bins from 0 to `most`."""
    counts = [0] * 10
    for score in scores:
        counts[min(9, max(0, int(10 * score / most)))] += 1
    height = 230.0
    x = _Axis(0, most, 44, WIDTH - _RIGHT)
    y = _Axis(0, max(max(counts), 1), height - _BOTTOM, _TOP)
    parts = [*_grid(y, x, whole=True), *_ticks_below(x, height)]
    for index, count in enumerate(counts):
        left, right = x.at(most * index / 10), x.at(most * (index + 1) / 10)
        parts.append(bar(left + 1, y.at(count), right - left - 2, y.at(0) - y.at(count)))
    parts += _labels("points", "students", height)
    return drawn(parts, height, title, f"{len(scores)} students; the table below has the numbers.")


def boxes(values: Mapping[str, Sequence[float]], title: str, label: str, *, by_tens: bool = False) -> Markup:
    """The spread of a quantity in each exercise: middle half, median, and everyone far from it as a dot.

    `by_tens` spaces 1, 10 and 100 evenly; every value must then be above 0.
    """
    shown = {name: sorted(numbers) for name, numbers in values.items() if numbers}
    height = _TOP + _ROW * len(shown) + _BOTTOM
    low = min(numbers[0] for numbers in shown.values()) / 1.2 if by_tens else 0.0
    high = max(numbers[-1] for numbers in shown.values()) * (1.2 if by_tens else 1.0) or 1.0
    x = _Axis(low, high, _left_of(shown), WIDTH - _RIGHT, by_tens)
    parts = [*_lines_up(x, height), *_ticks_below(x, height)]
    for row, (name, numbers) in enumerate(shown.items()):
        middle = _TOP + _ROW * (row + 0.5)
        parts += [text(x.start - 8, middle + 4, _short(name), "end"), *_box(x, middle, numbers)]
    parts.append(text((x.start + x.end) / 2, height - 6, label, "middle"))
    return drawn(parts, height, title, "A box holds the middle half of the class, its line is the median.")


def _box(x: _Axis, middle: float, numbers: Sequence[float]) -> Iterator[str]:
    """One box with its whiskers and what lies far outside."""
    first, _, third = quantiles(numbers, n=4, method="inclusive") if len(numbers) > 1 else (numbers[0],) * 3
    reach = _WHISKER * (third - first)
    inside = [value for value in numbers if first - reach <= value <= third + reach] or list(numbers)
    yield line(x.at(inside[0]), middle, x.at(inside[-1]), middle)
    width = max(x.at(third) - x.at(first), 1.0)
    yield bar(x.at(first), middle - 8, width, 16, opacity=0.55)
    yield line(x.at(median(numbers)), middle - 9, x.at(median(numbers)), middle + 9, width=2.5)
    for value in numbers:
        if not inside[0] <= value <= inside[-1]:
            yield f'<circle cx="{x.at(value):.1f}" cy="{middle:.1f}" r="3" fill="none" stroke="var(--second)"/>'


def bars(values: Mapping[str, float], title: str, label: str, most: float | None = None) -> Markup:
    """A bar for each name, in the given order from top to bottom."""
    height = _TOP + _ROW * len(values) + _BOTTOM
    x = _Axis(0, most or max(values.values(), default=1) or 1, _left_of(values), WIDTH - _RIGHT - 40)
    parts = [*_lines_up(x, height), *_ticks_below(x, height)]
    for row, (name, value) in enumerate(values.items()):
        top = _TOP + _ROW * row + 4
        parts.append(text(x.start - 8, top + 13, _short(name), "end"))
        parts.append(bar(x.start, top, max(x.at(value) - x.start, 1.0), _ROW - 8))
        parts.append(text(x.at(value) + 6, top + 13, f"{value:g}", "start"))
    parts.append(text((x.start + x.end) / 2, height - 6, label, "middle"))
    return drawn(parts, height, title, "; ".join(f"{name} {value:g}" for name, value in values.items()))


def curves(
    lines: Mapping[str, tuple[Sequence[int], Sequence[float]]], title: str, x_label: str, y_label: str
) -> Markup:
    """Lines (x, y) such as a learner's loss beside the reference's; the first stands out, nan is a gap in it."""
    height = 250.0
    points = [(x, y) for xs, ys in lines.values() for x, y in zip(xs, ys, strict=False) if math.isfinite(y)]
    xs, ys = [x for x, _ in points] or [0, 1], [y for _, y in points] or [0.0, 1.0]
    by_tens = 0 < min(ys) * _WIDE_RATIO < max(ys)
    x = _Axis(min(xs), max(xs), 64, WIDTH - _RIGHT)
    y = _Axis(min(ys), max(ys) if max(ys) > min(ys) else min(ys) + 1, height - _BOTTOM, _TOP + 22, by_tens)
    parts = [*_grid(y, x), *_ticks_below(x, height), *_legend(list(lines))]
    for (colour, dashes, width), (across, up) in zip(_LINES, lines.values(), strict=False):
        parts += [path(run, colour, dashes, width) for run in _runs(x, y, across, up)]
    parts += _labels(x_label, y_label, height)
    return drawn(parts, height, title, f"Lines: {', '.join(lines)}.")


def _runs(x: _Axis, y: _Axis, across: Sequence[int], up: Sequence[float]) -> Iterator[list[tuple[float, float]]]:
    """The pixels of a line, in runs without a gap."""
    run: list[tuple[float, float]] = []
    for here, value in zip(across, up, strict=False):
        if math.isfinite(value) and (value > 0 or not y.by_tens):
            run.append((x.at(here), y.at(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _legend(names: Sequence[str]) -> Iterator[str]:
    """The lines' names above the plot, each behind a piece of its line."""
    at = 64.0
    for name, (colour, dashes, width) in zip(names, _LINES, strict=False):
        yield path([(at, 12), (at + 26, 12)], colour, dashes, width)
        yield text(at + 32, 16, _short(name), "start")
        at += 52 + _LETTER * len(_short(name))


def _grid(y: _Axis, x: _Axis, *, whole: bool = False) -> Iterator[str]:
    """Faint lines across with their numbers; `whole` leaves out parts of a student."""
    for tick in y.ticks():
        if not whole or tick == int(tick):
            yield line(x.start, y.at(tick), x.end, y.at(tick), colour="var(--line)")
            yield text(x.start - 6, y.at(tick) + 4, f"{tick:g}", "end")


def _lines_up(x: _Axis, height: float) -> Iterator[str]:
    """Faint lines from bottom to top."""
    yield from (line(x.at(tick), _TOP, x.at(tick), height - _BOTTOM, colour="var(--line)") for tick in x.ticks())


def _ticks_below(x: _Axis, height: float) -> Iterator[str]:
    """The numbers below a plot."""
    yield from (text(x.at(tick), height - _BOTTOM + 17, f"{tick:g}", "middle") for tick in x.ticks())


def _labels(below: str, beside: str, height: float) -> list[str]:
    """What the two axes are."""
    turned = (
        f'<text transform="translate(13 {height / 2 - 8:.0f}) rotate(-90)" text-anchor="middle">{escape(beside)}</text>'
    )
    return [text(WIDTH / 2, height - 6, below, "middle"), turned]


def _left_of(names: Mapping[str, object]) -> float:
    """Room for the names at the left."""
    return 16 + _LETTER * max((len(_short(name)) for name in names), default=0)


def _short(name: str) -> str:
    """A label that fits."""
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"
