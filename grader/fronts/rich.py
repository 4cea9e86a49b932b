"""A result in a notebook: HTML where it is shown, the same as text elsewhere."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from rich.console import Console

from grader.command.display import board, screen
from grader.command.display.lines import number, paragraph
from grader.command.learner.submitted import Submitted
from grader.course import Course
from grader.outcome import Grade, Status
from grader.text import without_controls

_WIDTH = 100
_VALUE_LINES = 20
_SIGNS = {Status.PASSED: "✓", Status.NOT_STARTED: "○", Status.SKIPPED: "\u2013", Status.PARTIAL: "◐"}
# Colours of the page that it stands in; those of our own are legible on light and on dark.
_STYLE = """<style>
.autogradus { --accent: #1b8f99; --second: #d9701f; --line: rgb(128 128 128 / .45); --soft: #808080; max-width: 54rem; }
.autogradus table { border-collapse: collapse; margin: .4rem 0 .8rem; }
.autogradus table th, .autogradus table td { text-align: left; padding: .15rem .9rem .15rem 0; border-bottom: 1px solid var(--line); }
.autogradus table .n { text-align: right; font-variant-numeric: tabular-nums; }
.autogradus .one { border-left: .3rem solid #d1483c; padding-left: .8rem; margin: .6rem 0; }
.autogradus .one p { margin: .25rem 0; } .autogradus pre { overflow-x: auto; margin: .4rem 0; white-space: pre; }
.autogradus .passed { color: #2a9148; } .autogradus .open { color: #d1483c; } .autogradus .none { color: var(--soft); }
.autogradus svg { width: 100%; max-width: 40rem; height: auto; color: inherit; } .autogradus figure { margin: .6rem 0; } .autogradus .square { display: inline-block; width: 20rem; max-width: 100%; margin-right: 1rem; vertical-align: top; }
</style>"""


@dataclass(frozen=True)
class AtWork:
    """A grading at work: functions that have ended, and how."""

    course: Course
    exercise: str
    ended: Mapping[str, Status]

    def __repr__(self) -> str:
        return f"checking {self.exercise} ... " + ", ".join(f"{name} {_word(s)}" for name, s in self.ended.items())

    def _repr_html_(self) -> str:
        names = self.course.functions(self.exercise)
        bar = f'<progress max="{len(names)}" value="{len(self.ended)}"></progress>'
        words = " ".join(f"<span>{escape(name)} {_sign(status)}</span>" for name, status in self.ended.items())
        return f'{_STYLE}<div class="autogradus" role="status">checking {escape(self.exercise)} ... {bar} {words}</div>'


@dataclass(frozen=True)
class Result:
    """A grade of a notebook's functions.

    Attributes:
        grade: what came back.
        given: what was graded.
        partly: whether only some checks ran.
    """

    grade: Grade
    given: Submitted
    partly: bool = False

    def __repr__(self) -> str:
        console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
        table = board.rows(self.grade, self.given)
        lines = [screen.title_line(console, self.given.course, self.grade.exercise)]
        if self.grade.load_failure is None:
            lines += screen.table_lines(console, table)
        text = [line.plain for line in lines]
        text += [*self._notes(), self._score(), *self._failure(console), self._next()]
        return "\n".join(filter(None, text))

    def _repr_html_(self) -> str:
        console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
        grade, parts = self.grade, [_STYLE, '<div class="autogradus">']
        title = self.given.course.exercise_title(grade.exercise)
        parts.append(f"<strong>{escape(grade.exercise)}: {escape(title)}</strong>")
        if grade.load_failure is None:
            parts += ["<table><thead><tr><th>function</th><th class=n>points</th><th>state</th></tr></thead><tbody>"]
            parts += [_row(row) for row in board.rows(grade, self.given)]
            parts.append("</tbody></table>")
        parts.append(f"<p>{escape(self._score())}</p>")
        parts += [f"<p class=none>{escape(note)}</p>" for note in self._notes()]
        head, *rest = self._failure(console) or [""]
        if head:
            body = escape("\n".join(line.removeprefix("  ") for line in rest))
            parts.append(f"<div class=one><p><strong>{escape(head)}</strong></p><pre>{body}</pre></div>")
        parts += self._drawings()
        return "".join([*parts, f"<p><strong>{escape(self._next())}</strong></p></div>"])

    def _score(self) -> str:
        if self.grade.load_failure is not None:
            return ""
        whole = " of the checks that ran" if self.partly else ""
        return f"Score {number(self.grade.score)}/{number(self.grade.max_score)}{whole}   seed {self.grade.seed}"

    def _notes(self) -> list[str]:
        return [f"Note: {without_controls(text)}" for text in (*self.grade.notices, *self.grade.faults)]

    def _failure(self, console: Console) -> list[str]:
        """The one failure, as the shell tells it; its first line has the place."""
        if self.grade.load_failure is not None:
            return [line.plain for line in screen.load_lines(console, self.grade, self.grade.load_failure, self.given)]
        focus = board.first_open(board.rows(self.grade, self.given))
        failure = board.first_failure(focus) if focus is not None else None
        if focus is None or failure is None or failure.status is Status.NOT_STARTED:
            return []
        lines = screen.failure_lines(console, focus, failure, self.given)
        lines += screen.value_lines(console, failure, _VALUE_LINES)
        lines += paragraph(console, without_controls(self.grade.printed).strip(), 4) if self.grade.printed else []
        return [line.plain for line in lines]

    def _next(self) -> str:
        focus = board.first_open(board.rows(self.grade, self.given))
        if self.grade.at_fault:
            return "A fault of the grader touched this result; it is not counted. Run `grade doctor`, then report it."
        if self.grade.load_failure is not None:
            return ""
        if focus is None:
            return "All of it is right." if self.partly else "All done."
        verb = "write" if focus.status is Status.NOT_STARTED else "work on"
        return f"Next: {verb} {focus.function}, then run its cell again."

    def _drawings(self) -> list[str]:
        """Pictures, and loss curves beside the reference's, where the grade has any."""
        from grader.report.drawn.drawing import drawings_of

        return [
            f"<figure{' class=square' if drawing.is_square else ''}>{drawing.svg}</figure>"
            for drawing in drawings_of(self.grade)
        ]


def _row(row: board.Row) -> str:
    points = f"{number(row.points)}/{number(row.max_points)}"
    kind = {Status.PASSED: "passed", Status.NOT_STARTED: "none"}.get(row.status, "none" if row.awaited else "open")
    words = f"<span class={kind}>{_sign(row.status)}</span> {escape(row.words)}"
    return f"<tr><td><code>{escape(row.function)}</code></td><td class=n>{points}</td><td>{words}</td></tr>"


def _sign(status: Status) -> str:
    return f"<span aria-hidden=true>{_SIGNS.get(status, '✗')}</span>"


def _word(status: Status) -> str:
    return board.WORDS.get(status, status.value)
