"""A lesson as one HTML file: no script, nothing loaded from anywhere, readable on a phone, in the dark and on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.lessons import inline
from grader.lessons.blocks import Block, Section
from grader.lessons.lesson import Lesson
from grader.lessons.mathml import mathml
from grader.lessons.pictures import Picture


def lesson_page(lesson: Lesson, pictures: Sequence[Picture], around: Mapping[str, str] | None = None) -> str:
    """The page of a lesson.

    Args:
        lesson: what is read.
        pictures: what is seen; a course may have none.
        around: pages beside this one: words to relative addresses, empty where the page stands alone.
    """
    headings = {section.heading for section in lesson.sections}
    return _environment().get_template("lesson.html").render(
        lesson=lesson,
        pictures_at=lambda heading: [picture for picture in pictures if picture.place == heading],
        left_over=[p for p in pictures if p.place not in headings | {c.name for c in lesson.contracts}],
        around=around or {},
    )  # fmt: skip


def index_page(lessons: Mapping[str, Lesson], title: str) -> str:
    """The page that leads to all lessons.

    Args:
        lessons: by relative address.
        title: of the course.
    """
    return _environment().get_template("index.html").render(lessons=lessons, title=title)


@cache
def _environment() -> Environment:
    """Jinja2 that escapes everything."""
    jinja = Environment(
        loader=PackageLoader("grader.lessons"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "sentence": inline.set_inline,
        "item": inline.set_item,
        "python": inline.set_code,
        "dialogue": inline.set_example,
        "formula": lambda latex: Markup(mathml(latex)),
        "svg": Markup,
        "slug": _slug,
        "kind": _kind,
        "opening": _opening,
    }
    return jinja


def _slug(heading: str) -> str:
    """An anchor for a heading: "The trap at 0 and 1" gives "the-trap-at-0-and-1"."""
    return re.sub(r"[^a-z0-9_]+", "-", heading.lower()).strip("-") or "top"


def _kind(block: Block) -> str:
    """The name by which the template knows a block."""
    return type(block).__name__


def _opening(lesson: Lesson) -> Section | None:
    """What stands before the first heading."""
    first = lesson.sections[0] if lesson.sections else None
    return first if first is not None and not first.heading else None
