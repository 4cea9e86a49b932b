"""Small grey images side by side as SVG; no image file, so that a page needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from grader.drawings.pictures import Tile, Tiles
from grader.report.drawn.svg import framed

_SIDE, _GAP, _BELOW, _COLUMNS = 84.0, 12.0, 22.0, 4
_FULL = 7


def drawn_tiles(exercise: str, tiles: Tiles) -> Markup:
    """The images in rows of four, each above its caption."""
    rows = -(-len(tiles.tiles) // _COLUMNS)
    columns = min(_COLUMNS, len(tiles.tiles))
    size = columns * (_SIDE + _GAP) - _GAP + 4, rows * (_SIDE + _BELOW + _GAP) - _GAP + 4
    parts = [part for number, tile in enumerate(tiles.tiles) for part in _tile(number, tile)]
    return framed("tiles", f"{exercise}: {tiles.title}", tiles.words, size, parts)


def _tile(number: int, tile: Tile) -> Iterator[str]:
    row, column = divmod(number, _COLUMNS)
    left, top = 2 + column * (_SIDE + _GAP), 2 + row * (_SIDE + _BELOW + _GAP)
    yield f'<g transform="translate({left:g} {top:g})">'
    yield f'<rect width="{_SIDE:g}" height="{_SIDE:g}" fill="none" stroke="var(--line)"/>'
    yield from _ink(tile)
    yield f'<text x="{_SIDE / 2:g}" y="{_SIDE + 15:g}" text-anchor="middle">{escape(tile.caption)}</text></g>'


def _ink(tile: Tile) -> Iterator[str]:
    """One path for each grey: its runs along the rows."""
    side = _SIDE / max(1, len(tile.rows), max(map(len, tile.rows), default=1))
    runs: dict[int, list[str]] = {}
    for down, row in enumerate(tile.rows):
        across = 0
        for digit, same in groupby(row):
            width = len(list(same))
            if digit != "0":
                runs.setdefault(int(digit), []).append(f"M{across} {down}h{width}v1h-{width}z")
            across += width
    yield f'<g transform="scale({side:.4g})" shape-rendering="crispEdges">'
    for grey, paths in sorted(runs.items()):
        yield f'<path d="{"".join(paths)}" fill-opacity="{grey / _FULL:.2f}"/>'
    yield "</g>"
