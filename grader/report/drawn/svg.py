"""The frame of a picture: an SVG element that stands inside a page, with words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape


def framed(kind: str, title: str, words: str, size: tuple[float, float], parts: Iterable[str]) -> Markup:
    """An SVG element.

    Args:
        kind: what its identifiers begin with.
        title: its name, unique among those of its kind in one page.
        words: what it shows.
        size: width and height, in units of the drawing.
        parts: elements inside; all text of others in them is escaped.
    """
    prefix = f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    head = (
        f'<svg viewBox="0 0 {size[0]:g} {size[1]:g}" xmlns="http://www.w3.org/2000/svg" '
        f'fill="currentColor" font-size="14" role="img" aria-labelledby="{prefix}-title {prefix}-words">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-words">{escape(words)}</desc>'
    )
    return Markup(head + "".join(parts) + "</svg>")
