"""A result as a page: the one failure with its source, each mistake once, nothing that runs or is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from handmade_grades import grade_of, outcome_of

from grader.command.display.page import page_file, write_page
from grader.command.learner.submitted import submitted
from grader.command.watch.loop import rewrite_page
from grader.command.watch.state import State
from grader.courses import built_in
from grader.drawings.curves import Curve, Line
from grader.drawings.pictures import Graph, Ground, Node, Plane, Tile, Tiles, Trail
from grader.errors import UsageProblem
from grader.outcome import Grade, LoadFailure, Status

COURSE = built_in()
MINE = "def sigmoid(z):\n    '''Long words.'''\n    return '<b>' + z\n\ndef accuracy(p, y):\n    return 2.0\n"
Page = Callable[..., str]


@pytest.fixture
def page(course: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The page of a grade made by hand, of a file in a workspace."""
    monkeypatch.chdir(course)

    def make(grade: Grade, text: str = MINE) -> str:
        (course / "exercises" / "exercise3.py").write_text(text, "utf-8")
        write_page([(grade, submitted(COURSE, "exercise3", None))], course / "page.html")
        return (course / "page.html").read_text("utf-8")

    return make


def failed(function: str, name: str, advice: str | None = None) -> object:
    """A check that failed."""
    return outcome_of(function, Status.FAILED, name=name, advice=advice, message="must be <1>", details="call: f(x)")


def test_every_function_has_a_line_in_words(page: Page) -> None:
    """States are told by words, not by colour alone."""
    made = page(grade_of({"sigmoid": Status.PASSED, "accuracy": Status.NOT_STARTED}))

    assert re.search(r"<code>sigmoid</code>.*?10/10.*?passed", made, re.DOTALL)
    assert re.search(r"<code>accuracy</code>.*?0/10.*?not started", made, re.DOTALL)


def test_the_first_failure_comes_with_its_source(page: Page) -> None:
    """Below the docstring, with line numbers; what a stranger wrote is text."""
    made = page(grade_of({"sigmoid": [failed("sigmoid", "s")], "accuracy": [failed("accuracy", "a")]}))

    assert "exercises/exercise3.py:1: sigmoid failed" in made
    assert "return &#39;&lt;b&gt;&#39; + z" in made and "must be &lt;1&gt;" in made
    assert "Long words." not in made and "<b>" not in made


def test_the_line_that_is_meant_is_marked(page: Page) -> None:
    """In the function where it stands, though another one failed."""
    check = outcome_of("sigmoid", Status.ERROR, line=6, message="must be 1")
    made = page(grade_of({"sigmoid": [check], "accuracy": Status.NOT_STARTED}))

    assert "exercises/exercise3.py:6: sigmoid failed" in made
    assert re.findall(r'class="marked"><i>(\d+)</i>(.*)', made) == [("6", "    return 2.0")]


def test_one_mistake_is_one_card(page: Page) -> None:
    """Its checks stand below one advice; those of a function without advice stand together."""
    both = [failed("sigmoid", "s", "Begin with a minus."), failed("sigmoid", "t", "Begin with a minus.")]
    made = page(grade_of({"sigmoid": both, "accuracy": [failed("accuracy", "a"), failed("accuracy", "b")]}))

    assert made.count('class="check failed mistake"') == 2
    assert made.partition("Every mistake")[2].count("Begin with a minus.") == 1


def test_a_file_that_does_not_load_shows_its_line(page: Page) -> None:
    """Marked, with those around it, and no table."""
    failure = LoadFailure("exercise3.py is not valid Python.", "expected ':'", 2, 9, "def f()")
    made = page(grade_of({"sigmoid": Status.ERROR}, load_failure=failure), "import torch\ndef f()\n    pass\n")

    assert re.search(r'class="marked"><i>2</i>def f\(\)', made)
    assert "expected &#39;:&#39;" in made and "<table" not in made


def test_curves_have_words(page: Page) -> None:
    """For those who do not see them."""
    curve = Curve("loss", "epoch", "loss", (Line("yours", (0, 1), (2.0, 1.0)),))
    made = page(grade_of({"sigmoid": [outcome_of("sigmoid", curves=(curve,))]}))

    assert "<desc" in made and "<figcaption>loss</figcaption>" in made


def test_a_plane_tells_classes_by_shape_and_words(page: Page) -> None:
    """A circle and a square, each beside its name; a place of which nothing is known has no colour."""
    plane = Plane(
        "learned",
        "2 samples.",
        (0.0, 1.0, 0.0, 1.0),
        (0.2, 0.8),
        (0.2, 0.8),
        (0, 1),
        ("class 0", "class 1"),
        ((0.1, None), (0.5, 0.9)),
    )
    made = page(grade_of({"sigmoid": [outcome_of("sigmoid", pictures=(plane,))]}))
    svg = made[made.index("<svg") : made.index("</svg>")]

    assert svg.count("<circle") == 2 and svg.count("h7.2v7.2") == 2
    assert svg.count("fill-opacity") == 3
    assert "2 samples.</desc>" in svg and "class 0" in svg


def test_nothing_of_the_page_runs_or_is_loaded(page: Page) -> None:
    """No script, no address of another place."""
    made = page(grade_of({"sigmoid": [failed("sigmoid", "s")]}))

    assert "<script" not in made and "default-src 'none'" in made
    assert not re.search(r'(?:src|href)="(?!#)', made)


def test_watch_writes_a_page_anew_only_where_one_was_opened(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`grade page` has made it; nobody else finds files that they did not ask for."""
    monkeypatch.chdir(course)
    state = State(COURSE, "exercise3", submitted(COURSE, "exercise3", None), grade_of({"sigmoid": Status.PASSED}))
    rewrite_page(state)
    assert not page_file("exercise3").exists()
    page_file("exercise3").parent.mkdir(parents=True)
    page_file("exercise3").write_text("old")

    rewrite_page(state)

    assert "sigmoid" in page_file("exercise3").read_text()


def test_a_page_that_cannot_be_written_leaves_the_old_one(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so, with the file's name."""
    monkeypatch.chdir(course)
    (course / "page.html").mkdir()

    with pytest.raises(UsageProblem, match="cannot be written"):
        write_page([(grade_of({"sigmoid": Status.PASSED}), submitted(COURSE, "exercise3", None))], course / "page.html")
    assert [path.name for path in course.iterdir()].count("page.html") == len(list(course.glob("*page*"))) == 1


def test_a_page_is_kept_out_of_the_repository(course: Path, type_in: Callable[..., object]) -> None:
    """An untouched stub needs no torch, and has a page too."""
    done = type_in("page", "exercise3")

    assert "Open it in any browser." in done.stdout  # type: ignore[attr-defined]  # a finished process
    assert (course / ".autogradus" / "pages" / ".gitignore").read_text() == "*\n"
    assert "not started" in (course / ".autogradus" / "pages" / "exercise3.html").read_text()


def test_pictures_are_drawn_with_their_words(page: Page) -> None:
    """A way with its ends, an image by its greys, a graph by its boxes; names are text."""
    way = Trail("yours", (0.1, None, 0.5, 0.9), (0.1, 0.2, 0.5, 40.0))
    pictures = (
        Plane("way", "A way.", (0.0, 1.0, 0.0, 1.0), field=((0.0, 1.0),), ground=Ground.HEIGHT, trails=(way,)),
        Tiles("digits", "Two.", (Tile("3 read as 5", ("0770", "0000")), Tile("<b>", ("7",)))),
        Graph("graph", "Three nodes.", (Node("x"), Node("mul", (0, 0)), Node("<i>", (1,)))),
    )
    made = page(grade_of({"sigmoid": [outcome_of("sigmoid", pictures=pictures)]}))
    plane, tiles, graph = (part.partition("</figure>")[0] for part in made.split("<figure")[1:])

    assert "A way.</desc>" in plane and plane.count("<polyline") == 3
    assert "M1 0h2v1h-2z" in tiles and "3 read as 5" in tiles and "&lt;b&gt;" in tiles
    assert graph.count('fill="none"') == 3 and "&lt;i&gt;" in graph


def test_a_picture_that_cannot_be_drawn_is_left_out(page: Page) -> None:
    """Of an older or a damaged result; the page stands."""
    damaged = Plane("way", "Two classes of one sample.", (0.0, 1.0, 0.0, 1.0), (0.5,), (0.5,), (0, 1))
    made = page(grade_of({"sigmoid": [outcome_of("sigmoid", pictures=(damaged,))]}))

    assert "<figure" not in made and "sigmoid" in made
