"""A page teaches in plain words, promises what the checks give, asks a question, and is readable in a narrow editor."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lesson_page import page, prose, solution_path, table
from readability import mean_sentence_words, reading_ease, sentences, syllables

from grader.courses import built_in
from grader.grading.checking import collect

COURSE = built_in()

COLUMNS = 88
# Plain English is 60 to 70, and newspapers have 15 to 20 words a sentence.
LEAST_READING_EASE = 60
MOST_WORDS_A_SENTENCE, MOST_WORDS_IN_ONE = 16, 45
# A name of a site that is not part of a longer address, nor of a dotted name in Python.
BARE_SITE = re.compile(r"(?<![\w./@-])(?:[\w-]+\.)+(?:org|com|io|edu|net)(?=[/\s),]|$)", re.MULTILINE)

exercises = pytest.mark.parametrize("exercise", COURSE.names())


@exercises
def test_lines_fit_a_narrow_editor(exercise: str) -> None:
    """In the stub and in the solution."""
    for path in (COURSE.stub_path(exercise), solution_path(exercise)):
        lines = path.read_text("utf-8").splitlines()
        assert [number for number, line in enumerate(lines, 1) if len(line) > COLUMNS] == []


@exercises
def test_every_question_has_its_answer(exercise: str) -> None:
    """One at least, each answer right after its question."""
    asked = re.findall(r"^\s*(Question|Answer)\b[^:\n]*:\s*\S", page(exercise), re.MULTILINE)

    assert asked
    assert asked == ["Question", "Answer"] * (len(asked) // 2)


@exercises
def test_the_table_promises_the_points_of_the_checks(exercise: str) -> None:
    """Every function with its points, and minutes to plan with."""
    points: Counter[str] = Counter()
    for check in collect(COURSE, exercise):
        points[check.spec.function] += check.spec.points

    assert {function: row.points for function, row in table(page(exercise)).items()} == dict(points)
    assert all(row.minutes > 0 for row in table(page(exercise)).values())


@exercises
def test_links_can_be_followed(exercise: str) -> None:
    """Sources begin with https, so that editors and terminals make links of them."""
    text = COURSE.stub_path(exercise).read_text("utf-8")

    assert len(re.findall(r"https://\S+", page(exercise))) >= 3
    assert "http://" not in text
    assert BARE_SITE.findall(text) == []


@exercises
def test_the_page_reads_easily(exercise: str) -> None:
    """Short sentences of short words."""
    paragraphs = prose(page(exercise))
    longest = max((words for paragraph in paragraphs for words in sentences(paragraph)), key=len)

    assert reading_ease(paragraphs) >= LEAST_READING_EASE
    assert mean_sentence_words(paragraphs) <= MOST_WORDS_A_SENTENCE
    assert len(longest) <= MOST_WORDS_IN_ONE, " ".join(longest)


def test_long_words_in_long_sentences_are_noticed() -> None:
    """Both measures tell bad prose from good."""
    bad = ["Differentiability considerations notwithstanding, parametrisation necessitates regularisation " * 6]
    good = ["The cat sat. It was warm there. She liked the sun."]

    assert reading_ease(bad) < 0 < LEAST_READING_EASE < reading_ease(good)
    assert mean_sentence_words(good) < 5 < MOST_WORDS_A_SENTENCE < mean_sentence_words(bad)


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("make", 1), ("table", 2), ("tensor", 2), ("gradient", 2), ("degree", 2), ("w", 1)]
)
def test_syllables_are_counted_as_groups_of_vowels(word: str, count: int) -> None:
    """Without a silent e; "gradient" shows that it is an estimate."""
    assert syllables(word) == count


def test_code_tables_and_links_are_no_prose() -> None:
    """They are not read as sentences."""
    text = "Title.\n\nHead\n----\nOne `a.b` two.\n\n    code(1)\n\n- item\n  goes on\n- Site: https://a.org\n"

    assert prose(text) == ["Title.", "One `a.b` two.", "item goes on"]


@pytest.mark.parametrize(("text", "found"), [("see arxiv.org/abs/1", ["arxiv.org"]), ("https://arxiv.org/abs", [])])
def test_a_site_without_https_is_noticed(text: str, found: list[str]) -> None:
    """It would not be a link."""
    assert BARE_SITE.findall(text) == found
