"""A gradebook belongs to one course, whose name and version (that of the first run) it keeps among its settings."""

from __future__ import annotations

from grader.classroom.gradebook.gradebook import Gradebook
from grader.course import Course
from grader.errors import UsageProblem


def keep_course(book: Gradebook, course: Course) -> None:
    """Keep the course's name and version, when there are none yet.

    Raises:
        UsageProblem: the gradebook is that of another course.
    """
    refuse_other_course(book, course)
    book.keep_setting("course", course.name)
    book.keep_setting("course_version", course.version)


def refuse_other_course(book: Gradebook, course: Course) -> None:
    """Go on only with the class's own course; a gradebook that names none goes with any.

    Raises:
        UsageProblem: the gradebook is that of another course.
    """
    kept = book.setting("course")
    if kept is not None and kept != course.name:
        raise UsageProblem(
            f"This class must be graded with its own course, {kept}; got {course.name}. "
            f"Name it: --course {kept}, or --course DIR with its folder."
        )
