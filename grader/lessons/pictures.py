"""The pictures of an exercise: functions `draw_*` of the course's own file, each run when a page is made.

The first line of such a function's docstring is the picture's title, the rest says in words what is to be seen. The
decorator `picture` names the heading, or the function of the exercise, after which it stands.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import ModuleType

from grader.errors import CourseFault
from grader.lessons.drawing import Drawing, one_style

_Draw = Callable[[], Drawing]


@dataclass(frozen=True)
class Picture:
    """A picture that is drawn.

    Attributes:
        place: heading or function after which it stands.
        title, words: for those who do not see it.
        caption: what is to be seen, with the numbers of the run.
        svg: an SVG element with title and description.
    """

    name: str
    place: str
    title: str
    words: str
    caption: str
    svg: str


def picture(heading: str) -> Callable[[_Draw], _Draw]:
    """Let a picture stand at the end of the section with this heading."""

    def mark(draw: _Draw) -> _Draw:
        draw.__dict__["place"] = heading
        return draw

    return mark


def can_draw() -> bool:
    """Whether the library for plots is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def draw_pictures(path: Path) -> tuple[Picture, ...]:
    """All pictures in a file, in its order; none where there is no such file.

    Raises:
        CourseFault: a picture has no place or no words, or its code fails.
    """
    if not path.is_file():
        return ()
    import torch

    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]), one_style():
        torch.set_num_threads(1)
        try:
            return tuple(_drawn(name, draw) for name, draw in _draws(_loaded(path)))
        except Exception as error:
            raise CourseFault(f"A picture of {path.stem} cannot be drawn: {error}.") from error
        finally:
            torch.set_num_threads(threads)


def _loaded(path: Path) -> ModuleType:
    """The file as a module that nothing else sees."""
    spec = importlib.util.spec_from_file_location(f"grader.pictures.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CourseFault(f"{path.name} of the course's pictures cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _draws(module: ModuleType) -> Iterator[tuple[str, _Draw]]:
    """The functions that draw."""
    for name, value in vars(module).items():
        if name.startswith("draw_") and callable(value) and hasattr(value, "place"):
            yield name.removeprefix("draw_"), value


def _drawn(name: str, draw: _Draw) -> Picture:
    """One picture, with its words inside it."""
    import torch

    title, _, rest = (draw.__doc__ or "").strip().partition("\n")
    words = " ".join(rest.split())
    if not words:
        raise CourseFault(f"draw_{name} must have a title and, below it, a description in its docstring")
    torch.manual_seed(0)
    drawing = draw()
    title = title.rstrip(".")
    svg = _inlined(drawing.svg, name.replace("_", "-"), title, f"{words} {drawing.caption}")
    return Picture(name, draw.__dict__["place"], title, words, drawing.caption, svg)


def _inlined(svg: str, prefix: str, title: str, words: str) -> str:
    """An element among others: its ids are its own, its title and description are read aloud."""
    end = svg.index(">")
    inner = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", svg[end + 1 :])
    head = (
        f'{svg[:end]} role="img" aria-labelledby="{prefix}-title {prefix}-words">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-words">{escape(words)}</desc>'
    )
    return head + inner
