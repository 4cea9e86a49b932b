"""`grade read`: a file, the browser, or text of 80 columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from html_reader import read_html

from grader.command.cli import cli
from grader.command.guidance import read
from grader.courses import built_in
from grader.lessons.blocks import Question
from grader.lessons.lesson import read_lesson
from grader.lessons.plain import COLUMNS, lesson_text

COURSE = built_in()
exercises = pytest.mark.parametrize("exercise", COURSE.names())


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests draw them."""
    monkeypatch.setattr(read, "draw_pictures", lambda path: ())


def grade(*arguments: Any) -> Result:
    """The command as it is typed."""
    return CliRunner().invoke(cli, ["read", *map(str, arguments)])


@exercises
def test_text_has_80_columns(exercise: str) -> None:
    """A link that is longer has a line of its own."""
    long = [line for line in lesson_text(read_lesson(COURSE, exercise)).splitlines() if len(line) > COLUMNS]

    assert [line for line in long if not re.fullmatch(r"\s*https://\S+", line)] == []


@exercises
def test_text_has_every_function_and_the_answers_last(exercise: str) -> None:
    """One can think before one reads on."""
    lesson = read_lesson(COURSE, exercise)
    text, _, answers = lesson_text(lesson).partition("\nAnswers\n-------\n")
    asked = [block for section in lesson.sections for block in section.blocks if isinstance(block, Question)]

    assert all(f"\n{name}: " in text for name in COURSE.functions(exercise))
    assert [int(number) for number in re.findall(r"^(\d+)\. ", answers, re.MULTILINE)] == list(range(1, len(asked) + 1))


def test_without_a_screen_the_lesson_is_text() -> None:
    """As it is when the text goes to another program."""
    name = COURSE.names()[0]

    assert grade(name).output == lesson_text(read_lesson(COURSE, name))


def test_to_writes_one_file(tmp_path: Path) -> None:
    """Into a folder that is made, and says where."""
    page = tmp_path / "new" / "page.html"
    done = grade(COURSE.names()[0], "--to", page)

    assert done.exit_code == 0
    assert str(page) in done.output
    assert read_html(page.read_text("utf-8")).all("h1")


def test_a_browser_gets_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As a file of this machine."""
    opened: list[str] = []
    fake = type("Browser", (), {"open": lambda self, address: opened.append(address) or True})()
    monkeypatch.setattr(read, "browser_here", lambda: fake)
    monkeypatch.setattr(read.tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    done = grade(COURSE.names()[0])

    assert opened == [(tmp_path / f"{COURSE.names()[0]}.html").as_uri()]
    assert "is open in your browser" in done.output


def test_all_lessons_are_linked(tmp_path: Path) -> None:
    """From one page, and from each to the next."""
    done = grade("--all", "--to", tmp_path)
    pages = {path.name: read_html(path.read_text("utf-8")) for path in tmp_path.glob("*.html")}
    links = {name: [link.attributes["href"] for link in page.all("a")] for name, page in pages.items()}

    assert done.exit_code == 0
    assert {f"{name}.html" for name in COURSE.names()} <= set(links[read.INDEX])
    assert all(
        target in pages
        for found in links.values()
        for target in found
        if target.endswith(".html") and "/" not in target
    )
    assert all(read.INDEX in found for name, found in links.items() if name != read.INDEX)


@pytest.mark.parametrize("arguments", [(), ("exercise1", "--all"), ("--all",), ("--all", "--text", "--to", "x")])
def test_what_contradicts_itself_is_refused(arguments: tuple[str, ...]) -> None:
    """With the way to type it."""
    done = grade(*arguments)

    assert done.exit_code == 2
    assert "--all" in done.output


def test_a_place_that_cannot_be_written_ends_in_a_sentence(tmp_path: Path) -> None:
    """Not in a traceback."""
    (tmp_path / "file").write_text("")
    done = grade(COURSE.names()[0], "--to", tmp_path / "file" / "page.html")

    assert "cannot be written" in done.output
    assert "Traceback" not in done.output


def test_without_the_plots_library_the_page_is_made_without_pictures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And what to install is said."""
    monkeypatch.setattr(read, "can_draw", lambda: False)
    done = grade(COURSE.names()[0], "--to", tmp_path / "page.html")

    assert done.exit_code == 0
    assert "autogradus[report]" in done.output
