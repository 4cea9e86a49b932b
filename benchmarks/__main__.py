"""All figures in one run: `python -m benchmarks [PART ...] [--quick] [--json]`.

Parts: one_shot, watching, classes, steps, lockdown, scale, small, peers; without any, all of them. `--quick`: fewer
rounds, fewer exercises in some parts, a class of 100. Tables are Markdown, as README shows them.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import classes, lockdown_layers, one_shot, peers, scale, steps, tables, watching
from grader.courses import built_in


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        exercises, few: those measured, and those in the parts that take long.
        rounds, count: rounds, and submissions a round and kind.
        saves: under `grade watch`, of each exercise.
        sizes: of classes; each is graded with one process and with two.
        small: the size of a class of small files, graded with two.
        peers: files that other graders get.
    """

    exercises: Sequence[str]
    few: Sequence[str]
    rounds: int
    count: int
    saves: int
    sizes: tuple[int, ...]
    small: int
    peers: int


def extent(names: Sequence[str], quick: bool, sizes: Sequence[int], saves: int | None) -> Extent:
    """The extent of a run."""
    known = built_in().names()
    exercises = [name for name in known if name in names] or known
    if quick:
        return Extent(exercises, exercises[:3], 2, 1, saves or 3, tuple(sizes or (100,)), 300, 4)
    return Extent(exercises, exercises, 5, 3, saves or 30, tuple(sizes or (100, 1000)), 10_000, 20)


def parts(how: Extent) -> dict[str, Callable[[], Any]]:
    """Each part of a run, by name."""
    return {
        "one_shot": lambda: one_shot.measured(how.exercises, how.rounds),
        "watching": lambda: watching.measured(how.exercises, how.saves),
        "classes": lambda: classes.measured(how.exercises, how.count, how.rounds),
        "steps": lambda: steps.measured(how.few, how.count + 1),
        "lockdown": lambda: lockdown_layers.measured(20),
        "scale": lambda: [scale.measured(size, jobs) for size in how.sizes for jobs in (1, 2)],
        "small": lambda: [scale.measured(how.small, 2, is_small=True)],
        "peers": lambda: peers.measured(how.peers),
    }


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--exercise", action="append", default=[], help="this exercise only; may be repeated")
    parser.add_argument("--size", action="append", type=int, default=[], help="a class of this size; may be repeated")
    parser.add_argument("--saves", type=int, help="under `grade watch`, of each exercise")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args()
    available = parts(extent(given.exercise, given.quick, given.size, given.saves))
    if unknown := set(given.parts) - set(available):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(available)}.")
    found: dict[str, Any] = {}
    for name in given.parts or available:
        print(f"measuring {name} ...", file=sys.stderr)
        found[name] = available[name]()
    found["machine"] = tables.machine()
    print(json.dumps(found, default=dataclasses.asdict) if given.as_json else tables.as_text(found))


if __name__ == "__main__":
    main()
