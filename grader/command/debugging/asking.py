"""The question before each program: a mistake is shown, and three curves; which one belongs to it?"""

from __future__ import annotations

import dataclasses

import click

from grader.command.debugging.desk import Desk
from grader.debugging.afterwards import changed_lines
from grader.debugging.curves import from_text
from grader.debugging.lots import Question, next_question, next_task, question_about, question_key
from grader.debugging.plots import side_by_side
from grader.errors import UsageProblem


def ask(desk: Desk, can_type: bool) -> Desk:
    """Ask the next question, if there is one; where nobody can type, it stays open and is answered by `--answer`."""
    record, hunt = desk.record, desk.hunt
    task = next_task(record, hunt.seed, hunt.mended)
    question = _open_question(desk) or next_question(record, hunt.seed, hunt.answered, task, hunt.mended)
    if question is None:
        return desk
    show(desk, question)
    desk = desk.keep(dataclasses.replace(desk.hunt, question=question_key(question.bug)))
    if not can_type:
        desk.say("Answer 1, 2 or 3, and get a program to mend:")
        desk.command(f"grade debug {desk.exercise} --answer 1")
        return desk
    choice = click.prompt("Which one, 1, 2 or 3?", type=click.IntRange(1, len(question.curves)))
    return answer(desk, choice)


def answer(desk: Desk, choice: int) -> Desk:
    """Grade an answer, and say which curve it is and what the others are.

    Raises:
        UsageProblem: there is no open question.
    """
    question = _open_question(desk)
    if question is None:
        raise UsageProblem(f"No question is open; `grade debug {desk.exercise}` asks one.")
    is_right = choice == question.answer
    scene, bug = desk.record.scenes[question.bug.scene], question.bug
    verdict = "Right, 1 point." if is_right else f"It is number {question.answer}."
    desk.say(f"{verdict} {scene.sentence(bug.shows)}")
    desk.say(f"{bug.advice}")
    desk.console.print()
    answered = {**desk.hunt.answered, question_key(bug): is_right}
    return desk.keep(dataclasses.replace(desk.hunt, question="", answered=answered))


def _open_question(desk: Desk) -> Question | None:
    """The question that waits for its answer."""
    for bug in desk.record.bugs.values():
        if bug.others and question_key(bug) == desk.hunt.question:
            return question_about(desk.record, bug, desk.hunt.seed)
    return None


def show(desk: Desk, question: Question) -> None:
    """Print a question."""
    bug = question.bug
    scene = desk.record.scenes[bug.scene]
    desk.say(f"What will you see? Somebody changed {bug.function}:")
    desk.verbatim("\n".join(f"    {line}" for line in changed_lines(bug)))
    desk.say(f"Here is {scene.told}. Which of the three curves comes from this program?")
    desk.console.print()
    desk.verbatim(side_by_side(scene.axes, [from_text(curve) for curve in question.curves]))
    desk.console.print()
