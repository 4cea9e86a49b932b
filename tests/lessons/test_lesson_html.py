"""A lesson in the browser says what the stub says, loads nothing, hides the answers and describes its pictures."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from html_reader import LessonHtml, read_html

from grader.courses import built_in
from grader.errors import CourseFault
from grader.lessons.blocks import Formulas, Question
from grader.lessons.formulas import formula_lines
from grader.lessons.lesson import Lesson, lesson_of, pictures_path, read_lesson
from grader.lessons.mathml import mathml
from grader.lessons.page import lesson_page
from grader.lessons.pictures import Picture, draw_pictures

LEAST_PICTURES = 3
LOADING = {"script", "iframe", "object", "embed", "form", "link", "img", "base", "video", "audio", "source"}
WORD = re.compile(r"\w+")

COURSE = built_in()
exercises = pytest.mark.parametrize("exercise", COURSE.names())


@cache
def pictures(exercise: str) -> tuple[Picture, ...]:
    """The pictures of a lesson, drawn once."""
    return draw_pictures(pictures_path(COURSE, exercise))


@cache
def html(exercise: str) -> LessonHtml:
    """A lesson's page with its pictures."""
    return read_html(lesson_page(read_lesson(COURSE, exercise), pictures(exercise)))


def docstrings(exercise: str) -> list[str]:
    """All texts of the stub that a learner is to read."""
    tree = ast.parse(COURSE.stub_path(exercise).read_text("utf-8"))
    public = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef) and n in tree.body]
    inner = [n for owner in public for n in owner.body if isinstance(n, ast.FunctionDef)]
    return [ast.get_docstring(node) or "" for node in (tree, *public, *inner)]


def letters(text: str) -> str:
    """The text without blanks and without the signs of code and emphasis."""
    return re.sub(r"[`*\s]", "", text)


def typed_formulas(lesson: Lesson) -> str:
    """The formulas as the stub types them; the page sets them in signs."""
    sections = [*lesson.sections, *(section for contract in lesson.contracts for section in contract.sections)]
    blocks = [block for section in sections for block in section.blocks if isinstance(block, Formulas)]
    return " ".join(line.typed for block in blocks for line in block.lines)


def made(folder: Path, text: str, rest: str = "") -> Lesson:
    """The lesson of a stub with this docstring."""
    path = folder / "exercise1.py"
    path.write_text(f'r"""{text}"""\n{rest}', "utf-8")
    return lesson_of(path)


@exercises
def test_every_word_of_the_stub_is_on_the_page(exercise: str) -> None:
    """Of the page and of each function's contract, in text, links or formulas."""
    page = html(exercise)
    links = [link.attributes.get("href", "") for link in page.all("a")]
    there = set(WORD.findall(" ".join([*page.texts, *links, typed_formulas(read_lesson(COURSE, exercise))])))
    known = {"Question", "Answer", "group"}
    said = {word for text in docstrings(exercise) for word in WORD.findall(text)}

    assert {word for word in said - there - known if word.capitalize() not in there} == set()


@exercises
def test_every_function_has_a_place_of_its_own(exercise: str) -> None:
    """And the table leads there."""
    page = html(exercise)
    anchors = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
    wanted = {f"function-{name.lower()}" for name in COURSE.functions(exercise)}

    assert wanted <= anchors
    assert {f"#{name}" for name in wanted} <= {link.attributes.get("href") for link in page.all("a")}


@exercises
def test_answers_are_folded(exercise: str) -> None:
    """Each question of the page, closed at first, its answer inside."""
    asked = [b for section in read_lesson(COURSE, exercise).sections for b in section.blocks if isinstance(b, Question)]
    folded = html(exercise).all("details")

    assert asked
    assert len(folded) == len(asked)
    for question, details in zip(asked, folded, strict=True):
        assert "open" not in details.attributes
        assert letters(details.text) == letters(question.text + question.answer)


@exercises
def test_the_page_is_whole(exercise: str) -> None:
    """Elements close in order, ids are unique, headings go down one level at a time."""
    page = html(exercise)
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]

    assert page.unbalanced == page.still_open == []
    assert len(ids) == len(set(ids))
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@exercises
def test_nothing_is_loaded_and_nothing_runs(exercise: str) -> None:
    """Links lead to https or to the page itself; pictures within pictures are part of the page."""
    page = html(exercise)
    targets = {f"#{element.attributes['id']}" for element in page.elements if "id" in element.attributes}

    assert LOADING & {element.tag for element in page.elements} == set()
    for element in page.elements:
        assert not [name for name in element.attributes if name.startswith("on")]
        assert not re.search(r"url\((?!#)", element.attributes.get("style", ""))
        for name in ("href", "src", "xlink:href"):
            address = element.attributes.get(name, "")
            is_link = element.tag == "a" and address.startswith("https://")
            assert not address or is_link or address in targets or address.startswith("data:image/png;base64,")
    assert "@import" not in page.all("style")[0].text
    assert "default-src 'none'" in page.all("meta")[2].attributes["content"]


@exercises
def test_pictures_are_told_in_words(exercise: str) -> None:
    """At least three a lesson, each with a title and a description that a screen reader finds."""
    page = html(exercise)
    drawn = [element for element in page.all("svg") if "figure" in element.inside]
    words = {element.attributes.get("id"): element.text for element in (*page.all("title"), *page.all("desc"))}

    assert len(drawn) >= LEAST_PICTURES
    for picture in drawn:
        title, description = picture.attributes["aria-labelledby"].split()
        assert picture.attributes["role"] == "img"
        assert len(words[title]) > 10
        assert len(words[description]) > 80
    assert all(caption.text.strip() for caption in page.all("figcaption"))


@exercises
def test_every_picture_stands_at_a_heading_that_there_is(exercise: str) -> None:
    """A heading that was renamed would leave its picture at the end of the page."""
    lesson = read_lesson(COURSE, exercise)
    places = {section.heading for section in lesson.sections} | {contract.name for contract in lesson.contracts}

    assert {picture.place for picture in pictures(exercise)} <= places


@exercises
def test_pictures_have_colours_for_light_and_dark(exercise: str) -> None:
    """No colour is fixed but those of images: each is one of the page's."""
    drawn = "".join(re.sub(r'href="[^"]*"', "", picture.svg) for picture in pictures(exercise))

    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", drawn)) <= {"#ffffff", "#000000"}
    assert "var(--ink)" in drawn


def test_a_picture_is_the_same_at_every_run() -> None:
    """Its run is seeded, and other numbers drawn before do not matter."""
    import torch

    torch.rand(3)
    path = pictures_path(COURSE, COURSE.names()[1])

    assert draw_pictures(path) == draw_pictures(path)


def test_drawing_leaves_the_random_numbers_alone() -> None:
    """What is drawn from the generator afterwards is what it would have been."""
    import torch

    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    draw_pictures(pictures_path(COURSE, COURSE.names()[1]))

    assert torch.equal(torch.rand(3), expected)


def test_a_course_without_pictures_reads(tmp_path: Path) -> None:
    """The file of pictures is optional."""
    lesson = made(tmp_path, "Title.\n\nSome words.\n")

    assert draw_pictures(tmp_path / "none.py") == ()
    assert read_html(lesson_page(lesson, ())).all("figure") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@picture('')\ndef draw_it():\n    '''Title.\n\n    Words.\n    '''\n    return 1 / 0\n", "division by zero"),
        ("@picture('')\ndef draw_it():\n    '''Title only.'''\n", "draw_it must have a title"),
    ],
)
def test_a_broken_picture_is_named(text: str, reason: str, tmp_path: Path) -> None:
    """The course is at fault, not the reader."""
    path = tmp_path / "exercise1.py"
    path.write_text(f"from grader.lessons.pictures import picture\n\n{text}", "utf-8")

    with pytest.raises(CourseFault, match=reason):
        draw_pictures(path)


def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    """In sentences, code, examples, questions, headings and contracts."""
    evil = "<script>1&2</script>"
    text = f"T {evil}.\n\n{evil} `{evil}`\n\nHead {evil}\n----\n    code {evil}\n\n    >>> {evil}\n\n    Question: {evil}\n    Answer: {evil}\n"
    rest = f'def f(x="{evil}"):\n    """Do {evil}.\n\n    Args:\n        x: {evil}\n    """\n'
    page = read_html(lesson_page(made(tmp_path, text, rest), ()))

    assert page.all("script") == []
    assert page.all("main")[0].text.count(evil) == 12


def test_a_lesson_has_all_its_forms(tmp_path: Path) -> None:
    """One block of each kind, in order."""
    text = (
        "T.\n\nWords\ngo on:\n\n    code   here\n\n    >>> 1\n    1\n\nHead\n----\n- a\n  b\n- c\n\n1. d\n\n    p = x^2\n\n"
        "    function   points   minutes   group\n    --------   ------   -------\n    f   10   5   one\n    g   4   3\n"
    )
    kinds = [type(block).__name__ for section in made(tmp_path, text).sections for block in section.blocks]

    assert kinds == ["Paragraph", "Code", "Example", "Items", "Items", "Formulas", "FunctionTable"]
    assert [row.group for row in made(tmp_path, text).rows.values()] == ["one", "one"]


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("p = 1 / (1 + exp(-z))", r"p = \frac{1}{1 + \exp \left(- z\right)}"),
        ("p <- p - lr g / (sqrt(s) + eps)", r"p \leftarrow p - \mathrm{lr} \, \frac{g}{\sqrt{s} + \mathrm{eps}}"),
        ("(a + b) / (c (d + e)) = 1", r"\frac{a + b}{c \, \left(d + e\right)} = 1"),
        ("(a + b) (c + d) / 2 = 1", r"\left(a + b\right) \, \frac{c + d}{2} = 1"),
        ("y = x^(n - 1)", r"y = {x}^{n - 1}"),
        ("CE = - sum_j p_j log q_j", r"\mathrm{CE} = - \sum_{j} p_{j} \, \log q_{j}"),
    ],
)
def test_formulas_are_understood(typed: str, latex: str) -> None:
    """To the last sign; and the library sets them."""
    (line,) = formula_lines(typed, {"lr", "eps"})

    assert line.latex == latex
    assert mathml(latex).startswith("<math ")


@pytest.mark.parametrize(
    "typed",
    [
        "x = torch.ones(3)",
        "z = x @ W",
        "the price of a house",
        "y = 3 apples",
        "x + 1",
        "a = b = ",
        "f(x = 1",
        "o o = o*",
    ],
)
def test_what_is_not_understood_stands_as_it_is(typed: str) -> None:
    """Code, words and halves of formulas."""
    assert formula_lines(typed, ()) == ()
