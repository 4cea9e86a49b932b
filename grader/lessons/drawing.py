"""What the pictures of a lesson are drawn with: plots by matplotlib, boxes and arrows by hand.

Colours are roles, not values: the page gives each role a colour for light, for dark and for paper.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

# Stand-ins that a plot is drawn in; each becomes a colour of the page.
INK, FAINT, FIRST, SECOND, THIRD, FOURTH = "#010203", "#040506", "#070809", "#0a0b0c", "#0d0e0f", "#101112"
PAPER = "#131415"
SERIES = (FIRST, SECOND, THIRD, FOURTH, INK, FAINT)
_ROLES = {
    INK: "--ink", FAINT: "--faint", FIRST: "--first", SECOND: "--second", THIRD: "--third", FOURTH: "--fourth",
    PAPER: "--back",
}  # fmt: skip
_WIDTH_IN = 6.5
_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "lesson",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "font.family": "sans-serif",
    "font.size": 12,
    "lines.linewidth": 2.2,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}


@dataclass(frozen=True)
class Drawing:
    """A picture and what a reader should see in it, with the numbers of this run.

    Attributes:
        svg: an SVG element, without a title.
    """

    svg: str
    caption: str


@contextlib.contextmanager
def one_style() -> Iterator[None]:
    """What is plotted inside has the colours and letters of the page."""
    import matplotlib as mpl

    with mpl.rc_context(_STYLE):  # type: ignore[arg-type]  # settings by their names
        yield


def plots(columns: int = 1, rows: int = 1, *, height_in: float = 3.2, **options: Any) -> tuple[Any, Any]:
    """A figure and its axes, one, or an array of them; `options` are those of matplotlib's `subplots`."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH_IN, height_in))
    FigureCanvasSVG(figure)
    return figure, figure.subplots(rows, columns, **options)


def svg_of(figure: Any) -> str:
    """The figure as an SVG element; its width is that of the page."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = stream.getvalue()
    body = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    head = body[: body.index(">") + 1]
    box = re.search(r'viewBox="[^"]+"', head)
    body = f"<svg {box[0] if box else ''}>" + body[len(head) :]
    # The namespace is declared by HTML itself.
    return _coloured(body.replace("xlink:href", "href").strip())


def _coloured(svg: str) -> str:
    """Roles for stand-ins."""
    for stand_in, role in _ROLES.items():
        svg = svg.replace(stand_in, f"var({role})")
    return svg


@dataclass
class Sketch:
    """Boxes, arrows and words; units are pixels of a page 700 wide.

    Attributes:
        height: of the picture.
        width: of the picture.
    """

    height: float
    width: float = 700.0
    _parts: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: str = FAINT,
            round_: float = 6, opacity: float = 0.25) -> None:  # fmt: skip
        """A box by its upper left corner; its filling lets the ground shine through."""
        style = f"fill:{fill};fill-opacity:{opacity};stroke:{stroke}"
        size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_:g}"'
        self._parts.append(f'<rect {size} style="{style}"/>')

    def words(self, x: float, y: float, text: str, *, size: float = 17, color: str = INK, anchor: str = "middle",
              code: bool = False) -> None:  # fmt: skip
        """A line of text; y is its base line."""
        family = "ui-monospace,monospace" if code else "sans-serif"
        style = f"fill:{color};font:{size:g}px {family};text-anchor:{anchor}"
        self._parts.append(f'<text x="{x:g}" y="{y:g}" style="{style}">{escape(text)}</text>')

    def labelled(self, x: float, y: float, text: str, *, width: float = 92, height: float = 36, fill: str = "none",
                 size: float = 17, code: bool = False) -> None:  # fmt: skip
        """A box around its text, both by their middle."""
        self.box(x - width / 2, y - height / 2, width, height, fill=fill, stroke=INK)
        self.words(x, y + size * 0.36, text, size=size, code=code)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], *, color: str = INK, bow: float = 0) -> None:
        """An arrow with a head; a bow bends it upwards by so many pixels."""
        (x1, y1), (x2, y2) = start, end
        middle = ((x1 + x2) / 2, (y1 + y2) / 2 - 2 * bow)
        dx, dy = x2 - middle[0], y2 - middle[1]
        far = (dx * dx + dy * dy) ** 0.5 or 1.0
        ux, uy = dx / far * 9, dy / far * 9
        head = [(x2, y2), (x2 - ux - uy / 2, y2 - uy + ux / 2), (x2 - ux + uy / 2, y2 - uy - ux / 2)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in head)
        path = f"M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2 - ux:.1f} {y2 - uy:.1f}"
        self._parts.append(f'<path d="{path}" style="fill:none;stroke:{color};stroke-width:1.6"/>')
        self._parts.append(f'<polygon points="{points}" style="fill:{color}"/>')

    def cells(self, x: float, y: float, values: Sequence[object], *, size: float = 34, fill: str = "none") -> None:
        """A row of square cells from the left, each with its value."""
        for column, value in enumerate(values):
            self.box(x + size * column, y, size, size, fill=fill, stroke=INK, round_=2)
            self.words(x + size * (column + 0.5), y + size * 0.64, str(value), size=16)

    def svg(self) -> str:
        """All of it as an SVG element."""
        return _coloured(f'<svg viewBox="0 0 {self.width:g} {self.height:g}">{"".join(self._parts)}</svg>')
