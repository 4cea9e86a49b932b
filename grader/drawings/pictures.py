"""Pictures that a check draws, as plain data, to JSON and back."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


class Ground(enum.StrEnum):
    """What the field of a plane tells: probabilities of class 1, or heights from 0 (lowest) to 1."""

    PROBABILITY = "probability"
    HEIGHT = "height"


@dataclass(frozen=True)
class Trail:
    """A line through a plane; those of one label look alike, None is a gap.

    `is_way`: it leads from its first place to its last, such as a parameter from step to step.
    """

    label: str
    x: tuple[float | None, ...]
    y: tuple[float | None, ...]
    is_way: bool = True


@dataclass(frozen=True)
class Plane:
    """Samples (x, y) in a `box` (low x, high x, low y, high y), what a model says between them, and ways through it.

    Attributes:
        title, words: its name; what it shows, for those who do not see it.
        box: the ends of both axes.
        x, y, classes: samples, and the number of each one's class, counted from 0.
        names: what the classes are called.
        field: values of the whole box, row by row from the lowest y, None where there is none; empty for none at all.
        ground: what they are.
        trails: ways.
    """

    title: str
    words: str
    box: tuple[float, ...]
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    classes: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    field: tuple[tuple[float | None, ...], ...] = ()
    ground: Ground = Ground.PROBABILITY
    trails: tuple[Trail, ...] = ()

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The picture that `dataclasses.asdict` made plain."""
        lists = {name: tuple(plain[name]) for name in ("box", "x", "y", "classes", "names")}
        trails = (
            Trail(trail["label"], tuple(trail["x"]), tuple(trail["y"]), trail["is_way"]) for trail in plain["trails"]
        )
        field = tuple(map(tuple, plain["field"]))
        return cls(
            plain["title"], plain["words"], **lists, field=field, ground=Ground(plain["ground"]), trails=tuple(trails)
        )


@dataclass(frozen=True)
class Tile:
    """A small grey image: `rows` of digits from 0 (nothing) to 7 (full), and a few words about it."""

    caption: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Tiles:
    """Small images side by side."""

    title: str
    words: str
    tiles: tuple[Tile, ...]

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The picture that `dataclasses.asdict` made plain."""
        tiles = (Tile(tile["caption"], tuple(tile["rows"])) for tile in plain["tiles"])
        return cls(plain["title"], plain["words"], tuple(tiles))


@dataclass(frozen=True)
class Node:
    """A node of a graph, and the places in the graph's list of the nodes that it uses; all of them stand before it."""

    label: str
    uses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Graph:
    """A graph of operations in the order in which they run."""

    title: str
    words: str
    nodes: tuple[Node, ...]

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The picture that `dataclasses.asdict` made plain."""
        return cls(
            plain["title"], plain["words"], tuple(Node(node["label"], tuple(node["uses"])) for node in plain["nodes"])
        )


Picture = Plane | Tiles | Graph
_KINDS: dict[str, type[Plane] | type[Tiles] | type[Graph]] = {"plane": Plane, "tiles": Tiles, "graph": Graph}


def picture_to_json(picture: Picture) -> dict[str, Any]:
    """The picture as plain values, with its kind."""
    kind = next(name for name, made in _KINDS.items() if isinstance(picture, made))
    return {"kind": kind, **asdict(picture)}


def picture_from_json(plain: Mapping[str, Any]) -> Picture:
    """The picture that `picture_to_json` made plain.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    return _KINDS[plain["kind"]].from_json(plain)
