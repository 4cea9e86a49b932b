"""GitHub Actions: annotations and a step summary that student output can never turn into a command.

A command is a line of stdout that begins with "::". Everything a learner could have written has its line breaks
escaped, so no line begins with it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.classroom.exports.wording import Scored, remark, said, title
from grader.classroom.names import shown
from grader.outcome import CheckOutcome, Status
from grader.text import without_controls

# GitHub shows ten annotations of a kind for a step and drops the rest without a word.
_MOST_ANNOTATIONS = 10
_MAX_ANNOTATION_CHARACTERS = 2000
# Above 1024 KiB the whole summary is thrown away.
MAX_SUMMARY_BYTES = 1000 * 1024
_NO_LINES: Mapping[tuple[str, str], int] = {}


def annotation_commands(
    grades: Sequence[Scored], files: Mapping[str, str], lines: Mapping[tuple[str, str], int] = _NO_LINES
) -> str:
    """Workflow commands for stdout: what costs the most points, begun checks first, at most ten, and one line with the total.

    Args:
        grades: a learner's grades.
        files: the path of each exercise's file in the repository.
        lines: where a function begins in it, by exercise and function.
    """
    lost = [
        (grade, check)
        for grade in grades
        for check in grade.checks
        if check.status not in (Status.PASSED, Status.SKIPPED)
    ]
    # What nobody has begun yet says nothing at a line; it comes last.
    lost.sort(key=lambda pair: (pair[1].status is Status.NOT_STARTED, pair[1].points - pair[1].max_points))
    # One reason for many checks, such as a file that cannot be read, is one annotation.
    alike: dict[tuple[str, str], list[CheckOutcome]] = {}
    for grade, check in lost:
        alike.setdefault((grade.exercise, said(check)), []).append(check)
    said_lines = [
        command(
            "error",
            words[:_MAX_ANNOTATION_CHARACTERS],
            file=files.get(exercise, ""),
            line=str(lines.get((exercise, checks[0].function), "")),
            title=_title_of(exercise, checks),
        )
        for (exercise, words), checks in list(alike.items())[:_MOST_ANNOTATIONS]
    ]
    more = f"; {len(alike) - _MOST_ANNOTATIONS} more in the summary" if len(alike) > _MOST_ANNOTATIONS else ""
    said_lines.append(command("notice", f"{_total_text(grades)}{more}", title="Autogradus"))
    return "".join(line + "\n" for line in said_lines)


def _title_of(exercise: str, checks: Sequence[CheckOutcome]) -> str:
    """What the checks are about: one check, one function, or the exercise."""
    if len(checks) == 1:
        return title(checks[0])
    functions = {check.function for check in checks}
    return f"{functions.pop() if len(functions) == 1 else exercise}: {len(checks)} checks"


def command(kind: str, message: str, **properties: str) -> str:
    """One workflow command on one line."""
    parts = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items() if value)
    return f"::{kind}{' ' + parts if parts else ''}::{_escaped(message)}"


def _escaped(text: str) -> str:
    """Data of a command: no line break is left."""
    plain = without_controls(text)
    return plain.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    """A property of a command, which in addition must not end early."""
    return _escaped(shown(text)).replace(":", "%3A").replace(",", "%2C")


def _total_text(grades: Sequence[Scored]) -> str:
    """Such as "85 of 100 points"."""
    points, most = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    return f"{points:g} of {most:g} points"


def step_summary(grades: Sequence[Scored]) -> str:
    """The text to append to the file that $GITHUB_STEP_SUMMARY names, never more than GitHub takes.

    Tables are HTML without empty lines, so that nothing in a cell is read as Markdown.
    """
    head = f"## Autogradus: {_total_text(grades)}\n\n"
    left_bytes = MAX_SUMMARY_BYTES - len(head.encode()) - 200
    parts = [head]
    rows = [row for grade in grades for row in _table_rows(grade)]
    shown_rows = 0
    parts.append("<table>\n")
    for row in rows:
        size_bytes = len(row.encode())
        if size_bytes > left_bytes:
            break
        parts.append(row)
        left_bytes -= size_bytes
        shown_rows += 1
    parts.append("</table>\n")
    if shown_rows < len(rows):
        parts.append(f"\n{len(rows) - shown_rows} more rows did not fit.\n")
    return "".join(parts)


def _table_rows(grade: Scored) -> Iterator[str]:
    """The checks of one grade, below a row with its score."""
    score = f"{grade.score:g} of {grade.max_score:g}{_inert(remark(grade.result))}"
    yield f'<tr><th colspan="3" align="left">{_inert(grade.exercise)}: {score}</th></tr>\n'
    for check in grade.checks:
        points = f"{check.points:g} of {check.max_points:g}"
        words = f"{_inert(title(check))}<br>{_inert(said(check)[:_MAX_ANNOTATION_CHARACTERS])}"
        yield f"<tr><td>{_inert(check.status.value)}</td><td>{points}</td><td>{words}</td></tr>\n"


def _inert(text: str) -> str:
    """Text in an HTML cell: no tag, and no empty line that would end the table."""
    return html.escape(without_controls(str(text))).replace("\n", "<br>")


def quoted_output(text: str, token: str) -> str:
    """Foreign output between markers that stop GitHub from obeying it; `token` is random and secret."""
    # A line that is the closing marker itself would open the door again.
    lines: Iterable[str] = (line for line in without_controls(text).split("\n") if token not in line)
    return f"::stop-commands::{token}\n" + "\n".join(lines) + f"\n::{token}::\n"
