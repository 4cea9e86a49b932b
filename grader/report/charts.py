"""Plots as SVG to stand inside a page. Nothing that a learner wrote is ever drawn.

Everything in the page's own text colour is drawn in a stand-in that becomes `currentColor`, so that one drawing fits
light and dark. The same numbers give the same bytes.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_INK = "#010203"
_FAINT = "#8a8f98"
_ACCENT = "#2f6fde"
_SECOND = "#c9570c"
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "autogradus",
    "text.parse_math": False,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "font.family": "sans-serif",
    "font.size": 11,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "figure.constrained_layout.use": True,
}
_WIDTH_IN = 7.0
# Above this ratio of the largest to the smallest value a plot goes by tens.
_WIDE_RATIO = 1000


def histogram(scores: Sequence[float], most: float, title: str) -> Markup:
    """How many students have how many points; ten bins from 0 to `most`."""
    edges = [most * step / 10 for step in range(11)]
    with mpl.rc_context(_STYLE):
        figure, axes = plot(2.8)
        axes.hist(scores, bins=edges, color=_ACCENT, edgecolor=_FAINT, linewidth=0.5)
        axes.set_xlabel("points")
        axes.set_ylabel("students")
        axes.set_xlim(0, most)
        axes.yaxis.get_major_locator().set_params(integer=True)
        return _drawn(figure, title, f"{len(scores)} students; the table below has the numbers.")


def boxes(values: Mapping[str, Sequence[float]], title: str, label: str, *, by_tens: bool = False) -> Markup:
    """The spread of a quantity in each exercise: middle half, median, and everyone far from it as a dot.

    `by_tens` spaces 1, 10 and 100 evenly.
    """
    shown = {name: numbers for name, numbers in values.items() if numbers}
    with mpl.rc_context(_STYLE):
        figure, axes = plot(0.9 + 0.38 * len(shown))
        axes.boxplot(
            [list(numbers) for numbers in shown.values()],
            orientation="horizontal",
            tick_labels=list(shown),
            patch_artist=True,
            widths=0.6,
            boxprops={"facecolor": _ACCENT, "edgecolor": _INK, "alpha": 0.55},
            medianprops={"color": _INK, "linewidth": 2},
            whiskerprops={"color": _INK},
            capprops={"color": _INK},
            flierprops={"markeredgecolor": _SECOND, "markersize": 4},
        )
        axes.invert_yaxis()
        axes.set_xlabel(label)
        if by_tens:
            axes.set_xscale("log")
            _number_plainly(axes.xaxis)
        else:
            axes.set_xlim(left=0)
        return _drawn(figure, title, "A box holds the middle half of the class, its line is the median.")


def bars(values: Mapping[str, float], title: str, label: str, most: float | None = None) -> Markup:
    """A bar for each name, in the given order from top to bottom."""
    with mpl.rc_context(_STYLE):
        figure, axes = plot(0.9 + 0.32 * len(values))
        drawn_bars = axes.barh(list(values), list(values.values()), color=_ACCENT, height=0.7)
        axes.bar_label(drawn_bars, fmt="%g", padding=3)
        axes.invert_yaxis()
        axes.set_xlabel(label)
        axes.set_xlim(0, (most or max(values.values(), default=1)) * 1.1)
        return _drawn(figure, title, "; ".join(f"{name} {value:g}" for name, value in values.items()))


def curves(
    lines: Mapping[str, tuple[Sequence[int], Sequence[float]]], title: str, x_label: str, y_label: str
) -> Markup:
    """Lines (x, y) such as a learner's loss beside the reference's; the first stands out, nan is a gap in it."""
    with mpl.rc_context(_STYLE):
        figure, axes = plot(2.8)
        styles = ((_ACCENT, "-", 2.0), (_SECOND, "--", 1.5), (_FAINT, ":", 1.5))
        for (name, (x, y)), (color, dashes, width) in zip(lines.items(), styles, strict=False):
            axes.plot(x, y, label=name, color=color, linestyle=dashes, linewidth=width)
        finite = [value for _, y in lines.values() for value in y if math.isfinite(value)]
        if finite and 0 < min(finite) * _WIDE_RATIO < max(finite):
            axes.set_yscale("log")
            _number_plainly(axes.yaxis)
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.legend(frameon=False)
        return _drawn(figure, title, f"Lines: {', '.join(lines)}.")


def _number_plainly(axis: Any) -> None:
    """Write 100 and 1e+06 at an axis that goes by tens; the library's own way is markup, which is off here."""
    axis.set_major_formatter("{x:g}")
    axis.set_minor_formatter("")


def plot(height_in: float) -> tuple[Figure, Any]:
    """An empty figure and its axes."""
    figure = Figure(figsize=(_WIDTH_IN, height_in))
    FigureCanvasSVG(figure)
    return figure, figure.subplots()


def _drawn(figure: Figure, title: str, description: str) -> Markup:
    """The figure as an SVG element with a title and a description for those who do not see it."""
    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(stream, format="svg", metadata=nothing)
    return _inlined(stream.getvalue(), title, description)


def _inlined(svg: str, title: str, description: str) -> Markup:
    """An SVG file as an element among others: no prologue, no metadata, no ids that another drawing has."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    match = re.search(r'viewBox="([^"]+)"', body)
    box = match[1] if match else "0 0 100 100"
    inner = body[body.index(">") + 1 :]
    # Within one page the title is unique.
    prefix = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "plot"
    inner = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", inner)
    inner = inner.replace(_INK, "currentColor")
    head = (
        f'<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'role="img" aria-labelledby="{prefix}-title {prefix}-words">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-words">{escape(description)}</desc>'
    )
    return Markup(head + inner.strip())
