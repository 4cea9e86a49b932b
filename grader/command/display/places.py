"""Places in a file as a terminal shows them: `exercises/exercise3.py:56`, a link where the terminal knows links."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from grader.command.learner.submitted import Submitted


def place_in(submitted: Submitted, line: int | None) -> Text:
    """A line of a submission; of a notebook the cell and the line in it."""
    if line is None or submitted.path.suffix == ".py":
        return place_of(submitted.path, line)
    return Text.assemble(place_of(submitted.path, None), f", {submitted.source.place(line)}")


def place_of(file: Path, line: int | None) -> Text:
    """`exercises/exercise3.py:56`, which terminals that know links (OSC 8) open."""
    text = str(file) if line is None else f"{file}:{line}"
    return Text(text, style=Style(link=None if _shows_links_raw() else file.absolute().as_uri()))


def before_place(console: Console, words: str, location: Text) -> list[Text]:
    """Words and then a place, on two lines where one would break it."""
    line = Text.assemble(f"{words} ", location)
    return [line] if line.cell_len <= console.width else [Text(words), Text.assemble("  ", location)]


def _shows_links_raw() -> bool:
    """Whether the terminal is one of the old ones, that may print a link's address instead of hiding it."""
    return os.environ.get("TERM", "").startswith(("linux", "vt", "ansi", "cons"))
