"""`grade read`: a lesson as a page for the browser, as a file, or as text where there is no browser."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from pathlib import Path

import click

from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole
from grader.lessons.lesson import Lesson, pictures_path, read_lesson
from grader.lessons.page import index_page, lesson_page
from grader.lessons.pictures import can_draw, draw_pictures
from grader.lessons.plain import lesson_text

INDEX = "index.html"


def read(course: Course, name: str, to: Path | None, *, as_text: bool) -> None:
    """Show one lesson: in the browser, in the file `to`, or as text.

    Raises:
        UsageProblem: the file cannot be written.
        CourseFault: the lesson cannot be read or a picture cannot be drawn.
    """
    lesson = read_lesson(course, name)
    browser = None if to else browser_here()
    if as_text or (to is None and browser is None):
        click.echo(lesson_text(lesson), nl=False)
        return
    page = Path(to or Path(tempfile.mkdtemp(prefix="lesson-")) / f"{name}.html")
    _write(page, _page(course, lesson))
    if browser is not None and browser.open(page.resolve().as_uri()):
        click.echo(f"{lesson.title} is open in your browser. The page is {page}.")
    else:
        click.echo(f"{lesson.title} is in {page}. Open it in any browser.")


def read_all(course: Course, folder: Path) -> None:
    """Write the lessons of the whole course and a page that leads to them.

    Raises:
        UsageProblem: the folder cannot be written to.
        CourseFault: a lesson cannot be read or a picture cannot be drawn.
    """
    lessons = {f"{name}.html": read_lesson(course, name) for name in course.names()}
    addresses = list(lessons)
    for number, (address, lesson) in enumerate(lessons.items()):
        around = {"all lessons": INDEX}
        if number:
            around["the lesson before"] = addresses[number - 1]
        if number + 1 < len(addresses):
            around["the next lesson"] = addresses[number + 1]
        _write(folder / address, _page(course, lesson, around))
    _write(folder / INDEX, index_page(lessons, "The lessons"))
    click.echo(f"{len(lessons)} lessons in {folder}. Open {folder / INDEX} in any browser.")


def _page(course: Course, lesson: Lesson, around: dict[str, str] | None = None) -> str:
    """The page with its pictures, as far as they can be drawn here."""
    path = pictures_path(course, lesson.name)
    if path.is_file() and not can_draw():
        click.echo('The page is without pictures: they need matplotlib; pip install "autogradus[report]".', err=True)
        return lesson_page(lesson, (), around)
    return lesson_page(lesson, draw_pictures(path), around)


def _write(path: Path, page: str) -> None:
    """Write a page, or say why not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page)
    except OSError as error:
        raise UsageProblem(f"{path} cannot be written: {error.strerror}. Give another place with --to.") from error


def browser_here() -> webbrowser.BaseBrowser | None:
    """The browser of this screen; none where there is no screen, or where the text goes to another program."""
    has_screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_screen or not sys.stdout.isatty():
        return None
    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None
