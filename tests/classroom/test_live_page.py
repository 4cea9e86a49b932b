"""The page for the projector: rewritten every ten seconds, names nobody, and stops no grading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.errors import ExportProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.running.live_page import LivePage
from grader.classroom.running.tally import Tally


@pytest.fixture
def page(book: Gradebook, class_of: Callable[..., Gradebook], tmp_path: Path) -> tuple[LivePage, Path, list[float]]:
    """A page, its file, and the clock as a list with the time in it."""
    class_of(book, {"ann": {"warmup": 80.0}, "bob": {"warmup": 60.0}})
    clock = [100.0]
    made = LivePage(tmp_path / "live" / "page.html", book, lambda: clock[0])
    made.begin()
    return made, tmp_path / "live" / "page.html", clock


def test_it_is_rewritten_every_ten_seconds_and_no_sooner(page: tuple[LivePage, Path, list[float]]) -> None:
    live, file, clock = page
    seen = []
    for second, done in ((0.0, 1), (5.0, 2), (11.0, 3)):
        clock[0] = 100.0 + second
        live.watch(Tally(9, graded=done, latest="ann warmup 80/100"))
        seen.append(f"{done} of 9 graded" in file.read_text())

    assert seen == [True, False, True]


def test_it_names_nobody_and_asks_for_nothing(page: tuple[LivePage, Path, list[float]]) -> None:
    live, file, _ = page
    live.watch(Tally(9, graded=1, latest="ann warmup 80/100"))

    text = file.read_text()
    assert not [word for word in ("ann", "bob", "Ann", "Bob", "src=", "http:", "https:") if word in text]
    assert "70 of 100" in text


def test_the_last_page_does_not_load_itself_again(page: tuple[LivePage, Path, list[float]]) -> None:
    live, file, _ = page
    assert "refresh" in file.read_text()

    live.end()

    assert "refresh" not in file.read_text()


def test_a_page_that_cannot_be_written_is_a_sentence_before_anything_is_graded(book: Gradebook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ExportProblem, match="cannot be written"):
        LivePage(tmp_path / "file" / "page.html", book).begin()


def test_a_disk_that_fills_up_later_stops_no_grading(
    page: tuple[LivePage, Path, list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grader.classroom.running.live_page.write_whole", full)
    page[0].watch(Tally(9, graded=1, latest="x"))
    page[0].end()
