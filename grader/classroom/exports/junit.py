"""JUnit XML, family xunit2 as pytest writes it, with the points as properties.

`timestamp` and `hostname`, which readers do not need, are left out: the same grades give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from grader.classroom.exports.wording import BROKEN, PASSED, SKIPPED, said

Outcome = Mapping[str, Any]
# What XML 1.0 cannot hold at all, not even escaped.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(suites: Iterable[tuple[str, Sequence[Outcome]]]) -> str:
    """A report with one suite a student: pairs of the student and their outcomes."""
    body = "".join(suite(name, outcomes) for name, outcomes in suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="autogradus">\n{body}</testsuites>\n'


def suite(name: str, outcomes: Sequence[Outcome]) -> str:
    """One student."""
    cases = [(outcome["exercise"], check) for outcome in outcomes for check in outcome["checks"]]
    kinds = [kind_of(check) for _, check in cases]
    seconds = sum(float(check.get("seconds") or 0.0) for _, check in cases)
    points, most = (sum(float(o[field]) for o in outcomes) for field in ("score", "max_score"))
    attributes = " ".join(
        f"{field}={attribute(value)}"
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
    return f"<testsuite {attributes}>\n{properties(points, most)}{body}</testsuite>\n"


def testcase(exercise: str, check: Mapping[str, Any]) -> str:
    """One check."""
    kind = kind_of(check)
    where = f"classname={attribute(exercise)} name={attribute(check['name'])}"
    time = f"{float(check.get('seconds') or 0.0):.3f}"
    points = properties(float(check["points"]), float(check["max_points"]))
    message = said(check)
    if kind is None:
        verdict = ""
    else:
        first = message.split("\n", 1)[0]
        verdict = f"<{kind} type={attribute(check['status'])} message={attribute(first)}>{content(message)}</{kind}>"
    return f'<testcase {where} time="{time}">{points}{verdict}</testcase>\n'


def kind_of(check: Mapping[str, Any]) -> str | None:
    """The element that says how a check ended; None for a pass. Part of the points is no pass."""
    if check["status"] == PASSED:
        return None
    if check["status"] == SKIPPED:
        return "skipped"
    return "error" if check["status"] in BROKEN else "failure"


def properties(points: float, max_points: float) -> str:
    """The points, where JUnit has a place for them."""
    return (
        f'<properties><property name="points" value="{points:g}"/>'
        f'<property name="max_points" value="{max_points:g}"/></properties>'
    )


def attribute(value: object) -> str:
    """A quoted attribute."""
    return quoteattr(visible(str(value)), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def content(text: str) -> str:
    """Text between tags."""
    return escape(visible(text))


def visible(text: str) -> str:
    """The text with what XML cannot hold written out, as pytest does: #x0B."""
    return ILLEGAL.sub(lambda found: f"#x{ord(found[0]):02X}", text)
