"""The lesson afterwards: the line that was wrong, what was believed, why it looks right, how one finds it."""

from __future__ import annotations

from grader.command.debugging.desk import Desk
from grader.debugging.afterwards import lesson_of
from grader.debugging.record import Task


def tell_lessons(desk: Desk, task: Task) -> None:
    """Print the lesson of each bug of a task."""
    for bug in task.bugs:
        lesson = lesson_of(desk.record, bug)
        desk.console.print()
        desk.say(f"In {lesson.function}:")
        for mark, lines in (("was  ", lesson.wrong or ("(nothing)",)), ("right", lesson.right or ("(nothing)",))):
            desk.verbatim("\n".join(f"    {mark}  {line}" for line in lines))
        for head, text in lesson.paragraphs.items():
            desk.say(f"{head}: {text}", 2)
