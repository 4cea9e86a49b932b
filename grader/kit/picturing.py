"""Pictures that a check draws beside its verdict: samples and what a model says of them, ways over a valley, images, graphs.

They are for reports only. Whatever goes wrong while one is drawn costs the picture and nothing else; all values come
through the pipe, and of what a submission has named only short plain names are kept.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec

import torch

from grader.drawings.pictures import Graph, Ground, Node, Picture, Plane, Tile, Tiles, Trail
from grader.kit.submission import Probe, Submission
from grader.outcome import Status

_MOST_SAMPLES = 100
_MOST_TILES = 16
_MOST_NODES = 30
_GRID = 24
_GREYS = 8
_NAME = re.compile(r"[A-Za-z_][\w.]{0,23}")
_Given = ParamSpec("_Given")


def asked_to_draw(submission: Submission, probe: Probe, *values: Any, using: Sequence[Probe] = ()) -> Any:
    """What the probe returns, None where it does not come back with anything: the check itself goes on.

    The request is not among those from which a mistake is named, and is not made where nobody will see the picture.
    """
    if not submission.transcript.draws:
        return None
    reply = submission.attempt(probe, *values, using=using)
    submission.transcript.entries.pop()
    return reply.value if reply.status is Status.PASSED else None


def _costs_nothing(draw: Callable[_Given, Picture | None]) -> Callable[_Given, None]:
    """Adds the picture to the report of the submission that comes first; what cannot be drawn is left out."""

    @functools.wraps(draw)
    def drawn(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        submission = args[0]
        assert isinstance(submission, Submission)
        try:
            picture = draw(*args, **kwargs)
        except Exception:  # a picture is worth no point, whatever a submission has sent
            return
        if picture is not None:
            submission.transcript.pictures.append(picture)

    return drawn


@_costs_nothing
def draw_plane(
    submission: Submission, title: str, x: torch.Tensor, y: torch.Tensor, model: Callable[[torch.Tensor], torch.Tensor]
) -> Plane:
    """Samples of two classes, and what a model says between them.

    Args:
        submission: whose check this is.
        title: a few words, such as "what fit has learned".
        x: samples, (n, 2); the first hundred are drawn.
        y: their labels 0 or 1, (n, 1) or (n,).
        model: from points (m, 2), float64, to probabilities of class 1, m numbers; made of values that came through the pipe.
    """
    points, labels = x[:_MOST_SAMPLES].double(), y.flatten()[:_MOST_SAMPLES].long()
    box = _box_around(points)
    said = model(_grid_of(box)).detach().flatten().double()
    right = int(((model(points).flatten() >= 0.5) == (labels == 1)).sum())
    words = (
        f"{len(labels)} samples of two classes; {right} of them lie on the side that the model gives to their class."
    )
    return Plane(title, words, box, *_columns(points), tuple(labels.tolist()), ("class 0", "class 1"), _rows(said))


@_costs_nothing
def draw_line(
    submission: Submission, title: str, x: torch.Tensor, y: torch.Tensor, lines: Mapping[str, tuple[Any, Any]]
) -> Plane:
    """Samples x (n, 1), y (n, 1), and lines (w, b) through them by label."""
    points = torch.cat([x, y], 1)[:_MOST_SAMPLES].double()
    box = _box_around(points)
    slopes = {label: (float(w), float(b)) for label, (w, b) in lines.items()}
    ends = torch.linspace(box[0], box[1], 2 * _GRID, dtype=torch.float64)
    trails = [_trail(label, torch.stack([ends, w * ends + b], 1), is_way=False) for label, (w, b) in slopes.items()]
    told = "; ".join(f"{label}: {w:.4g} x {'-' if b < 0 else '+'} {abs(b):.4g}" for label, (w, b) in slopes.items())
    words = f"{len(points)} samples, and lines: {told}."
    return Plane(title, words, box, *_columns(points), (0,) * len(points), ("sample",), trails=tuple(trails))


@_costs_nothing
def draw_clusters(submission: Submission, title: str, x: torch.Tensor, labels: torch.Tensor, centers: Any) -> Plane:
    """Samples x (n, 2) by the cluster that they are given to, and the way of each center, `centers` (steps, k, 2)."""
    points, ways = x[:_MOST_SAMPLES].double(), torch.as_tensor(centers).double()
    box = _box_around(torch.cat([points, ways.reshape(-1, 2)]))
    steps, k = ways.shape[:2]
    moved = float((ways[-1] - ways[0]).norm(dim=1).max())
    words = f"{len(points)} samples in {k} clusters; of {k} centers the one that moves furthest in {steps} epochs goes {moved:.3g}."
    trails = tuple(_trail("center, epoch by epoch", ways[:, number]) for number in range(k))
    names = tuple(f"cluster {number}" for number in range(k))
    own = tuple(labels[:_MOST_SAMPLES].long().tolist())
    return Plane(title, words, box, *_columns(points), own, names, trails=trails)


@_costs_nothing
def draw_ways(
    submission: Submission,
    title: str,
    height: Callable[[torch.Tensor], torch.Tensor],
    box: tuple[float, float, float, float],
    ways: Mapping[str, Any],
) -> Plane | None:
    """Ways (steps, 2) over a landscape, the submission's own first; without it nothing is drawn.

    Args:
        submission: whose check this is.
        title: a few words, such as "sgd_step in a valley".
        height: from points (m, 2), float64, to m numbers.
        box: low x, high x, low y, high y.
        ways: label to places.
    """
    given = {label: torch.as_tensor(way).double() for label, way in ways.items() if way is not None}
    if not given or next(iter(given)) != next(iter(ways)):
        return None
    levels = height(_grid_of(box)).flatten().sqrt()
    told = "; ".join(f"{label} {_told_height(height, way)}" for label, way in given.items())
    words = f"A valley, the more shaded the higher. After {len(next(iter(given.values()))) - 1} steps the height is: {told}."
    trails = tuple(_trail(label, way) for label, way in given.items())
    return Plane(title, words, box, field=_rows(levels / levels.max()), ground=Ground.HEIGHT, trails=trails)


@_costs_nothing
def draw_tiles(
    submission: Submission, title: str, images: torch.Tensor, captions: Sequence[str], words: str
) -> Tiles | None:
    """Grey images (n, height, width) of pixels 0 to 255, each with a few words; the first sixteen are drawn."""
    levels = (images[:_MOST_TILES].long().clamp(0, 255) * _GREYS) // 256
    tiles = [
        Tile(caption, tuple("".join(map(str, row)) for row in image.tolist()))
        for image, caption in zip(levels, captions, strict=False)
    ]
    return Tiles(title, words, tuple(tiles)) if tiles else None


@_costs_nothing
def draw_graph(submission: Submission, title: str, nodes: Any) -> Graph | None:
    """A graph of operations, in the order in which they run: (name, label, names of the nodes that it uses) of each."""
    places: dict[str, int] = {}
    kept: list[Node] = []
    for name, label, uses in itertools.islice(nodes, _MOST_NODES):
        shown = label if isinstance(label, str) and _NAME.fullmatch(label) else "?"
        kept.append(Node(shown, tuple(places[used] for used in uses if used in places)))
        places[str(name)] = len(kept) - 1
    told = ", ".join(
        f"{node.label}({', '.join(kept[used].label for used in node.uses)})" if node.uses else node.label
        for node in kept
    )
    return Graph(title, f"{len(kept)} nodes, in the order in which they run: {told}.", tuple(kept)) if kept else None


def _box_around(points: torch.Tensor) -> tuple[float, ...]:
    """Low x, high x, low y, high y, with a margin."""
    margin = 0.08 * (points.amax(0) - points.amin(0)).clamp(min=1e-3)
    (low_x, low_y), (high_x, high_y) = (points.amin(0) - margin).tolist(), (points.amax(0) + margin).tolist()
    return round(low_x, 4), round(high_x, 4), round(low_y, 4), round(high_y, 4)


def _grid_of(box: Sequence[float]) -> torch.Tensor:
    """Points (m, 2) in float64, row by row from the lowest."""
    across, up = torch.linspace(box[0], box[1], _GRID), torch.linspace(box[2], box[3], _GRID)
    return torch.stack([across.repeat(_GRID), up.repeat_interleave(_GRID)], 1).double()


def _rows(values: torch.Tensor) -> tuple[tuple[float | None, ...], ...]:
    """Values of a grid, row by row."""
    return tuple(tuple(_share(value) for value in row) for row in values.reshape(_GRID, _GRID).tolist())


def _share(value: float) -> float | None:
    """A number from 0 to 1 with two digits, None for what is none."""
    return round(min(1.0, max(0.0, value)), 2) if math.isfinite(value) else None


def _columns(points: torch.Tensor) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The two coordinates of points (n, 2)."""
    x, y = (tuple(round(value, 4) for value in column) for column in points.T.tolist())
    return x, y


def _trail(label: str, way: torch.Tensor, *, is_way: bool = True) -> Trail:
    """A way of places (steps, 2); what is not finite is a gap."""
    x, y = (tuple(_finite(value) for value in column) for column in way[:_MOST_SAMPLES].T.tolist())
    return Trail(label, x, y, is_way)


def _finite(value: float) -> float | None:
    """Four decimals of a number, None for what is none."""
    return round(value, 4) if math.isfinite(value) else None


def _told_height(height: Callable[[torch.Tensor], torch.Tensor], way: torch.Tensor) -> str:
    """How high a way ends."""
    return f"{float(height(way[-1:])):.3g}"
