"""Hand out the next program: its file, which never takes the place of another, and what was seen when it ran."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from grader.command.debugging.desk import Desk, numbered
from grader.command.guidance.overview import is_done
from grader.command.learner import progress
from grader.debugging.curves import from_text
from grader.debugging.handout import asked_of, handed_out, seen
from grader.debugging.lots import next_task
from grader.debugging.plots import plotted
from grader.debugging.record import Task
from grader.errors import UsageProblem
from grader.files import write_whole


def may_hand_out(desk: Desk) -> bool:
    """Whether the learner knows the solution already, or wants to: at full score, or asked, or handed out before."""
    return is_done(progress.load().records.get(desk.exercise)) or bool(desk.hunt.number or desk.hunt.question)


def hand_out(desk: Desk) -> Desk:
    """Hand out the task at hand again, or the next one.

    Raises:
        UsageProblem: the file cannot be written.
    """
    task = desk.task or next_task(desk.record, desk.hunt.seed, desk.hunt.mended)
    if task is None:
        desk.say(f"All {len(desk.record.tasks)} programs of {desk.exercise} are mended.")
        return desk
    if desk.task is None:
        desk = desk.keep(dataclasses.replace(desk.hunt, open=task.key, number=_free_number(desk)))
    if not desk.file.exists():
        write(desk.file, handed_out(desk.record, task, desk.file.as_posix()))
    tell(desk, task)
    return desk


def tell(desk: Desk, task: Task) -> None:
    """Say what was seen, with curves, and what is to be done."""
    number = len(desk.hunt.mended) + 1
    desk.say(f"Program {number} of {len(desk.record.tasks)} (level {task.level}): {desk.file.as_posix()}")
    desk.say(asked_of(task))
    scenes = [(desk.record.scenes[name], shown) for name, shown in task.shown()]
    for (scene, shown), text in zip(scenes, seen(scenes), strict=True):
        desk.say(text, 2)
        if scene.is_curve:
            desk.verbatim(plotted(scene.axes, {"this program": from_text(shown)}))
    desk.say("Find what is wrong, mend it, and leave the rest as it is. Then:")
    desk.command(f"grade debug {desk.exercise} --check")


def write(file: Path, text: str) -> None:
    """Write a program into the learner's folder.

    Raises:
        UsageProblem: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}.") from error


def _free_number(desk: Desk) -> int:
    """The next number whose file is not there."""
    return next(n for n in range(desk.hunt.number + 1, 10_000) if not numbered(desk.exercise, n).exists())
