"""Elements of drawings that stand inside a page, in the page's own colours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH = 700.0


def text(x: float, y: float, words: str, anchor: str) -> str:
    """Words at a place; `anchor` is start, middle or end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def bar(x: float, y: float, width: float, height: float, opacity: float = 1.0) -> str:
    """A filled bar."""
    faded = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="var(--accent)"{faded}/>'


def line(x: float, y: float, to_x: float, to_y: float, *, width: float = 1.0, colour: str = "currentColor") -> str:
    """A straight line."""
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def path(run: Sequence[tuple[float, float]], colour: str, dashes: str, width: float) -> str:
    """A line through pixels; a single one is a dot."""
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="{width:g}" fill="{colour}"/>'
    points = " ".join(f"{across:.1f},{up:.1f}" for across, up in run)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def drawn(parts: Sequence[str], height: float, title: str, description: str, *, has_links: bool = False) -> Markup:
    """An SVG element with a title and a description for those who do not see it.

    Args:
        parts: what is in it.
        height: in pixels, at a width of `WIDTH`.
        title: unique within a page.
        description: what there is to be seen.
        has_links: whether a keyboard shall reach what is inside.
    """
    prefix = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "plot"
    head = (
        f'<svg viewBox="0 0 {WIDTH:g} {height:g}" xmlns="http://www.w3.org/2000/svg" fill="currentColor" '
        f'font-size="13" role="{"group" if has_links else "img"}" aria-labelledby="{prefix}-title {prefix}-words">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-words">{escape(description)}</desc>'
    )
    return Markup(head + "".join(parts) + "</svg>")
