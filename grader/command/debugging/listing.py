"""`grade debug --list`: what there is to debug, and the points so far."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.command.debugging.desk import numbered
from grader.command.learner import progress
from grader.command.learner.hunts import Hunt, summary
from grader.course import Course
from grader.debugging.record import exercises_with_tasks, read_record


def show_list(console: Console, course: Course) -> None:
    """A line for each exercise that has debugging tasks.

    Raises:
        CourseFault: a record cannot be read.
    """
    hunts, names = progress.load().hunts, exercises_with_tasks(course)
    if not names:
        console.print(f"The course {course.name} has no debugging tasks.", markup=False)
        return
    for name in names:
        record, hunt = read_record(course, name), hunts.get(name, Hunt(0))
        questions = sum(bool(bug.others) for bug in record.bugs.values())
        right = sum(hunt.answered.values())
        console.print(
            Text(
                f"{name:<10} {hunt.found:>2}/{len(record.tasks)} mended   {right:>2}/{questions} questions   "
                f"{hunt.points:>3} points"
            )
        )
        if hunt.open:
            console.print(Text(f"{'':<10} open: {numbered(name, hunt.number).as_posix()}"))
    console.print(Text(f"Next: grade debug {names[0]}" if not hunts else summary(hunts)))
