"""What a person says about a student's work, beside what the checks say; it changes no score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import is_enrolled
from grader.classroom.names import shown
from grader.text import without_controls

_MAX_CHARACTERS = 4000


@dataclass(frozen=True)
class Comment:
    """One comment.

    Attributes:
        check: the check that it is about; empty for the whole exercise.
        words: plain text; line breaks stay.
    """

    student: str
    exercise: str
    check: str
    words: str


def add_comment(book: Gradebook, comment: Comment) -> Comment:
    """Keep a comment; an empty one takes back those that the student has at this place.

    Raises:
        OverrideProblem: an unknown student, or a text too long for a page.
    """
    words = without_controls(comment.words).strip()
    if not is_enrolled(book, comment.student):
        raise OverrideProblem(
            f"The gradebook has no student {shown(comment.student)!r}. Look the id up in `grade export`."
        )
    if len(words) > _MAX_CHARACTERS:
        raise OverrideProblem(f"A comment has at most {_MAX_CHARACTERS} characters; got {len(words)}. Shorten it.")
    place = (comment.student, comment.exercise, comment.check)
    with book.transaction() as connection:
        if words:
            change = "INSERT INTO comment (student, exercise, check_name, words) VALUES (?, ?, ?, ?)"
            connection.execute(change, (*place, words))
        else:
            connection.execute("DELETE FROM comment WHERE (student, exercise, check_name) = (?, ?, ?)", place)
    return Comment(*place, words)


def comments_of(book: Gradebook) -> Mapping[tuple[str, str], tuple[Comment, ...]]:
    """Every comment, by student and exercise, in the order in which they were made."""
    found: dict[tuple[str, str], tuple[Comment, ...]] = {}
    for row in book.rows("SELECT student, exercise, check_name, words FROM comment ORDER BY id"):
        comment = Comment(*row)
        place = (comment.student, comment.exercise)
        found[place] = (*found.get(place, ()), comment)
    return found
