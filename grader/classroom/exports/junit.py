"""JUnit XML, family xunit2 as pytest writes it, with the points as properties.

`timestamp` and `hostname`, which readers do not need, are left out: the same grades give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from grader.classroom.exports.wording import Scored, remark, said, said_by_people
from grader.outcome import CheckOutcome, Status

# What XML 1.0 cannot hold at all, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(suites: Iterable[tuple[str, Sequence[Scored]]]) -> str:
    """A report with one suite a student: pairs of the student and their exercises."""
    body = "".join(_suite(name, grades) for name, grades in suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="autogradus">\n{body}</testsuites>\n'


def _suite(name: str, grades: Sequence[Scored]) -> str:
    """One student."""
    cases = [(grade.exercise, check) for grade in grades for check in grade.checks]
    kinds = [_kind_of(check) for _, check in cases]
    seconds = sum(check.seconds for _, check in cases)
    points, most = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    attributes = " ".join(
        f"{field}={_attribute(value)}"
        for field, value in (
            ("name", name),
            ("errors", kinds.count("error")),
            ("failures", kinds.count("failure")),
            ("skipped", kinds.count("skipped")),
            ("tests", len(cases)),
            ("time", f"{seconds:.3f}"),
        )
    )
    body = "".join(testcase(exercise, check) for exercise, check in cases)
    remarks = [
        grade.sentence for grade in grades if remark(grade.result) or (grade.result and said_by_people(grade.result))
    ]
    return f"<testsuite {attributes}>\n{properties(points, most, remarks)}{body}</testsuite>\n"


def testcase(exercise: str, check: CheckOutcome) -> str:
    """One check."""
    kind = _kind_of(check)
    where = f"classname={_attribute(exercise)} name={_attribute(check.name)}"
    time = f"{check.seconds:.3f}"
    points = properties(check.points, check.max_points)
    message = said(check)
    if kind is None:
        verdict = ""
    else:
        first = message.split("\n", 1)[0]
        verdict = (
            f"<{kind} type={_attribute(check.status.value)} message={_attribute(first)}>{_content(message)}</{kind}>"
        )
    return f'<testcase {where} time="{time}">{points}{verdict}</testcase>\n'


def _kind_of(check: CheckOutcome) -> str | None:
    """The element that says how a check ended; None for a pass. Part of the points is no pass."""
    if check.status is Status.PASSED:
        return None
    if check.status is Status.SKIPPED:
        return "skipped"
    return "error" if check.status.broke else "failure"


def properties(points: float, max_points: float, remarks: Sequence[str] = ()) -> str:
    """The points, where JUnit has a place for them, and why some are not the grader's own."""
    told = "".join(f'<property name="remark" value={_attribute(sentence)}/>' for sentence in remarks)
    return (
        f'<properties><property name="points" value="{points:g}"/>'
        f'<property name="max_points" value="{max_points:g}"/>{told}</properties>'
    )


def _attribute(value: object) -> str:
    """A quoted attribute."""
    return quoteattr(_visible(str(value)), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _content(text: str) -> str:
    """Text between tags."""
    return escape(_visible(text))


def _visible(text: str) -> str:
    """The text with what XML cannot hold written out, as pytest does: #x0B."""
    return _ILLEGAL.sub(lambda match: f"#x{ord(match[0]):02X}", text)
