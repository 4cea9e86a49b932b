"""What a browser makes of a page, as far as the tests of the pages ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("meta", "link", "img", "br", "hr", "input", "col", "source", "path", "use"))


@dataclass
class Page(HTMLParser):
    """What a browser makes of a page, as far as these tests ask."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Set the parser up."""
        super().__init__()

    __hash__ = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Note an end."""
        if tag in VOID:
            return
        if not self.open_tags or self.open_tags.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text.append(data)


def parsed(html: str) -> Page:
    """The page, parsed; every element closed in order."""
    page = Page()
    page.feed(html)
    page.close()

    assert page.unbalanced == []
    assert page.open_tags == []
    return page


def assert_inert(page: Page) -> None:
    """Nothing runs, nothing is loaded from anywhere."""
    assert not {"script", "iframe", "object", "embed", "form", "link", "img", "base"} & set(page.tags)
    for _tag, name, value in page.attributes:
        assert not name.startswith("on")
        if name in ("href", "src", "xlink:href", "action"):
            assert re.match(r"(#|students/[a-z0-9-]+\.html(#[\w-]+)?$)", value)
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def text_of(page: Page) -> str:
    """The text of a page, spaces as one."""
    return " ".join(" ".join(page.text).split())
