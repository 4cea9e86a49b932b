"""A graph of operations as SVG: what runs first stands above, arrows lead from a value to what uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from grader.drawings.pictures import Graph
from grader.report.drawn.svg import framed

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 96.0, 30.0, 18.0, 30.0
_MARGIN = 6.0

Place = tuple[float, float]


def drawn_graph(exercise: str, graph: Graph) -> Markup:
    """The picture: a box for each node, in the row below all that it uses."""
    places = _places(graph)
    right = max(x for x, _ in places) + _WIDTH + _MARGIN
    low = max(y for _, y in places) + _HEIGHT + _MARGIN
    boxes = (_box(node.label, corner, not node.uses) for node, corner in zip(graph.nodes, places, strict=True))
    return framed("graph", f"{exercise}: {graph.title}", graph.words, (right, low), [*_arrows(graph, places), *boxes])


def _rows(graph: Graph) -> list[int]:
    """The row of each node: one below the lowest node that it uses."""
    rows: list[int] = []
    for node in graph.nodes:
        rows.append(1 + max((rows[used] for used in node.uses if used < len(rows)), default=-1))
    return rows


def _places(graph: Graph) -> list[Place]:
    """The upper left corner of each node's box; rows are centred."""
    rows = _rows(graph)
    most = max(rows.count(row) for row in rows)
    seen: dict[int, int] = {}
    places = []
    for row in rows:
        number = seen.get(row, 0)
        seen[row] = number + 1
        indent = (most - rows.count(row)) * (_WIDTH + _ACROSS) / 2
        places.append((_MARGIN + indent + number * (_WIDTH + _ACROSS), _MARGIN + row * (_HEIGHT + _DOWN)))
    return places


def _box(label: str, corner: Place, is_source: bool) -> str:
    """A box with a name; those that use nothing have round ends."""
    x, y = corner
    outline = (
        f'rx="{_HEIGHT / 2 if is_source else 4:g}" fill="var(--accent)" fill-opacity="0.16" stroke="var(--accent)"'
    )
    words = f'<text x="{x + _WIDTH / 2:g}" y="{y + _HEIGHT / 2 + 4:g}" text-anchor="middle">{escape(label)}</text>'
    return f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH:g}" height="{_HEIGHT:g}" {outline}/>{words}'


def _arrows(graph: Graph, places: Sequence[Place]) -> Iterator[str]:
    """From the bottom of a box to the top of each that uses it; two uses by one node are two arrows side by side."""
    for node, (x, y) in zip(graph.nodes, places, strict=True):
        for number, used in enumerate(node.uses):
            if used < len(places):
                to = x + _WIDTH * (number + 1) / (len(node.uses) + 1)
                spread = _WIDTH / 6 * (number - (len(node.uses) - 1) / 2) if node.uses.count(used) > 1 else 0.0
                yield _arrow((places[used][0] + _WIDTH / 2 + spread, places[used][1] + _HEIGHT), (to, y))


def _arrow(start: Place, end: Place) -> str:
    """A curve that leaves and arrives upright, with a head."""
    (x, y), (to_x, to_y) = start, end
    half = (to_y - y) / 2
    curve = f"M{x:.1f} {y:.1f}C{x:.1f} {y + half:.1f} {to_x:.1f} {to_y - half:.1f} {to_x:.1f} {to_y - 5:.1f}"
    head = f"M{to_x:.1f} {to_y:.1f}l-3.5 -7h7z"
    return f'<path d="{curve}" fill="none" stroke="currentColor" stroke-width="1.3"/><path d="{head}"/>'
