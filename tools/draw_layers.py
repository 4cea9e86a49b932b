"""Draw docs/layers.svg: the floors of the engine, and who imports whom, from the imports themselves.

    python tools/draw_layers.py            writes the picture
    python tools/draw_layers.py --check    says whether it is the one that today's imports give

Floors are those of the contract in pyproject.toml; an arrow is as thick as the number of imports it stands for. The ground
floor, single files that everybody may import, is one box without arrows.
"""

from __future__ import annotations

import argparse
import html
import math
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "layers.svg"
WIDTH, FLOOR_HEIGHT, BOX_WIDTH, BOX_HEIGHT = 920, 74, 150, 34


def floors() -> list[list[str]]:
    """Packages by floor, the top one first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def is_folder(name: str) -> bool:
    """Whether a package of the engine is a folder; where the floors of folders end, the ground floor begins."""
    return (ROOT / "grader" / name).is_dir()


def imports() -> Counter[tuple[str, str]]:
    """How many modules of one package import a module of another."""
    import grimp

    graph = grimp.build_graph("grader", exclude_type_checking_imports=True, cache_dir=None)
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = tuple(name.split(".")[1] if "." in name else "" for name in (module, imported))
            if pair[0] != pair[1] and all(pair):
                found[pair[0], pair[1]] += 1
    return found


def boxes(rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The middle of each package's box."""
    places = {}
    for number, row in enumerate(rows):
        for place, name in enumerate(row):
            places[name] = (WIDTH * (place + 1) / (len(row) + 1), 34 + FLOOR_HEIGHT * number)
    return places


def arrow(start: tuple[float, float], end: tuple[float, float], count: int) -> str:
    """A curve from the bottom of one box to the top of another; long ones bow out so that they can be told apart."""
    x1, y1, x2, y2 = start[0], start[1] + BOX_HEIGHT / 2, end[0], end[1] - BOX_HEIGHT / 2
    far = int((y2 - y1) / FLOOR_HEIGHT)
    bow = 0.0 if far < 1 else (70 + 62 * far) * (1 if round(y1 / FLOOR_HEIGHT) % 2 else -1)
    thickness = 0.6 + 0.8 * math.log2(1 + count)
    path = f"M{x1:.0f} {y1:.0f}C{x1 + bow:.0f} {y1 + 30:.0f} {x2 + bow:.0f} {y2 - 30:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{path}" stroke-width="{thickness:.1f}"><title>{count} imports</title></path>'


def picture() -> str:
    """The whole drawing."""
    packages = floors()
    solid = [all(map(is_folder, row)) for row in packages]
    above = solid.index(False, solid.index(True))
    rows, ground = packages[:above], [name for row in packages[above:] for name in row]
    places, counted = boxes(rows), imports()
    arrows = [
        arrow(places[importer], places[imported], count)
        for (importer, imported), count in sorted(counted.items())
        if importer in places and imported in places
    ]
    names = [
        f'<rect x="{x - BOX_WIDTH / 2:.0f}" y="{y - BOX_HEIGHT / 2:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text x="{x:.0f}" y="{y + 5:.0f}">{html.escape(name)}</text>'
        for name, (x, y) in places.items()
    ]
    y = 34 + FLOOR_HEIGHT * len(rows)
    names.append(
        f'<rect x="60" y="{y - BOX_HEIGHT / 2:.0f}" width="{WIDTH - 120}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text x="{WIDTH / 2:.0f}" y="{y + 5:.0f}">ground floor: {", ".join(ground)}</text>'
    )
    height = FLOOR_HEIGHT * (len(rows) + 1)
    style = (
        "path{fill:none;stroke:#8a94a6;opacity:.55}rect{fill:#f4f6fa;stroke:#33415c}"
        "text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#1b2437}"
        "@media(prefers-color-scheme:dark){rect{fill:#202a3d;stroke:#9fb0cf}text{fill:#e6ebf5}}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        "<title>Layers of the engine: imports point down</title>"
    )
    return "\n".join([head, f"<style>{style}</style>", *arrows, *names, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture, or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = PICTURE.is_file() and PICTURE.read_text("utf-8") == picture()
        sys.exit(0 if same else "docs/layers.svg must follow the imports; run python tools/draw_layers.py.")
    PICTURE.write_text(picture(), "utf-8")


if __name__ == "__main__":
    main()
