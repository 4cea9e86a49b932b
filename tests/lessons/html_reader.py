"""What a browser makes of a lesson, as far as the tests of the lessons ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("meta", "link", "img", "br", "hr", "input", "col", "source"))


@dataclass
class Element:
    """An element with its attributes and the text of itself and of what is in it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class LessonHtml(HTMLParser):
    """Elements and pieces of text in the order of the page, and ends that fit no beginning."""

    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Set the parser up."""
        super().__init__()

    __hash__ = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        inside = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of SVG do."""
        inside = tuple(element.tag for element in self._open)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, inside))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if not self._open or self._open.pop().tag != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        """Give text to all that it is in."""
        self.texts.append(data)
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """The elements of a kind."""
        return [element for element in self.elements if element.tag == tag]

    @property
    def still_open(self) -> list[str]:
        """Elements without an end."""
        return [element.tag for element in self._open]


def read_html(page: str) -> LessonHtml:
    """The page, parsed."""
    reader = LessonHtml()
    reader.feed(page)
    reader.close()
    return reader
