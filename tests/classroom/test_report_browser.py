"""The pages in a real headless browser, as wide as a handler's and a phone's screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_class import TODAY, outcome_for
from webdriver import Browser, browser

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record
from grader.classroom.gradebook.pending import by_key, pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.report.publish import publish

DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(DRIVER is None, reason="needs chromium and chromedriver")
NAMES = ["Jane Doe", "<script>document.title='owned'</script>", "A" * 180, "José Núñez", "<img src=x onerror=alert(1)>"]
WIDTHS = {"handler": 1280, "phone": 360}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of a class with long and hostile names and outputs."""
    folder = tmp_path_factory.mktemp("class")
    with Gradebook.open(folder / "gradebook.sqlite", create=True) as book:
        those = [Student(f"s{n}", name) for n, name in enumerate(NAMES)]
        enrol(
            book,
            those,
            [Unit(one.id, "warmup", f"def f():\n    {one.id}{'w' * 400}\n".encode(), f"{one.id}.py") for one in those],
        )
        for group in by_key(pending(book, {"warmup": TODAY})):
            words = {"message": "x" * 400, "details": "y" * 400 + "\n<script>document.title='owned'</script>"}
            record(book, group, TODAY, replace(outcome_for("warmup", 70.0, **words), printed="z" * 400))
        page = publish(book, folder / "report")
    return [page, *sorted((folder / "report" / "students").iterdir())]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with browser(str(DRIVER), tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.parametrize("screen", WIDTHS)
def test_nothing_is_wider_than_the_screen(chromium: Browser, pages: list[Path], screen: str) -> None:
    for page in pages:
        chromium.open(page, WIDTHS[screen])

        assert chromium.run("return document.documentElement.scrollWidth") <= WIDTHS[screen], page.name


def test_no_script_of_a_name_or_an_output_has_run(chromium: Browser, pages: list[Path]) -> None:
    for page in pages:
        chromium.open(page, 1280)

        assert "owned" not in str(chromium.ask("/title")).replace("<script>document.title='owned'</script>", "")


def test_nothing_is_loaded_from_anywhere(chromium: Browser, pages: list[Path]) -> None:
    for page in pages:
        chromium.open(page, 1280)

        assert chromium.run("return performance.getEntriesByType('resource').map(e => e.name)") == []


def test_the_drawings_are_seen(chromium: Browser, pages: list[Path]) -> None:
    chromium.open(pages[0], 1280)

    sizes = chromium.run("return [...document.querySelectorAll('svg')].map(e => e.getBoundingClientRect().height)")
    assert len(sizes) >= 4
    assert min(sizes) > 50


def test_text_stands_out_from_its_ground(chromium: Browser, pages: list[Path]) -> None:
    chromium.open(pages[1], 1280)

    script = """
    const light = c => { const v = c.match(/[0-9.]+/g).slice(0, 3).map(x => x / 255)
      .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]; };
    const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
      if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
    return [...document.querySelectorAll('p, td, th, a, summary, caption, pre, h1, h2, footer')].map(e => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05); });
    """
    assert min(chromium.run(script)) >= 4.5
