"""Every student's total as a stranger reads it: from each export, each page, each mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from email import message_from_bytes
from email.policy import default

from page_reader import parsed
from validators import rows_of
from whole_class import MAX_TOTAL, Person, Story

from grader.classroom.exports import Options, export
from grader.classroom.gradebook.gradebook import Gradebook
from grader.report.feedback import Feedback, feedback_of

Totals = dict[str, float | None]
_LEAD = re.compile(r'<p class="lead"><strong>([\d.]+)</strong>')
_POINTS = re.compile(r"you have ([\d.]+) of ([\d.]+) points")


def csv_totals(book: Gradebook) -> Totals:
    """The column `total`."""
    header, *rows = rows_of(export(book, "csv").text)
    place = header.index("total")
    # An apostrophe keeps a spreadsheet from running an id.
    return {row[0].removeprefix("'"): float(row[place]) if row[place] else None for row in rows}


def json_totals(book: Gradebook) -> Totals:
    """The section `results`."""
    results = json.loads(export(book, "json").text)["results"]
    assert {entry["max_total"] for entry in results} == {MAX_TOTAL}
    return {entry["student"]: entry["total"] for entry in results}


def canvas_totals(book: Gradebook, people: Iterable[Person]) -> Totals:
    """The column of the total in the instructor's own gradebook."""
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section,Homework (77)", f"    Points Possible,,,,,{MAX_TOTAL:g}"]
    rows += [f'"{person.name}",{person.id},,{person.login},A,' for person in people]
    made = export(book, "canvas", Options(template="\n".join(rows), columns={"total": "Homework (77)"}))
    return {row[1]: float(row[5]) for row in rows_of(made.text)[1:] if row[1]}


def moodle_totals(book: Gradebook, people: Iterable[Person]) -> Totals:
    """The worksheet's column Grade."""
    rows = ["Identifier,Full name,Email address,Grade,Maximum Grade,Feedback comments"]
    rows += [f'Participant {person.id},"{person.name}",,,{MAX_TOTAL:.2f},' for person in people]
    made = export(book, "moodle", Options(template="\n".join(rows)))
    return {row[0].split()[1]: float(row[3]) for row in rows_of(made.text)[1:] if row[3]}


def gradescope_totals(book: Gradebook) -> Totals:
    """The score of each results.json; its note says whose it is."""
    made = export(book, "gradescope")
    labels = dict(note.split(": ", 1) for note in made.notes if re.match(r"\d{5}: ", note))
    scores = {labels[name.split("/")[0]]: json.loads(text)["score"] for name, text in made.files.items()}
    return {re.sub(r"^.*\(([^()]+)\)$", r"\1", label): score for label, score in scores.items()}


def junit_totals(book: Gradebook) -> Totals:
    """The suite's own property."""
    text = export(book, "junit").text
    found = re.findall(r'<testsuite name="([^"]+)".*?name="points" value="([\d.]+)"', text, re.S)
    return {name: float(points) for name, points in found}


def github_totals(book: Gradebook, students: Iterable[str]) -> Totals:
    """The heading of each one's step summary."""
    totals: Totals = {}
    for student in students:
        heading = re.search(r"Autogradus: ([\d.]+) of", export(book, "github", Options(student=student)).text)
        totals[student] = float(heading[1]) if heading else None
    return totals


def page_totals(book: Gradebook) -> list[float]:
    """The first line of each page that is given out, sorted."""
    pages = feedback_of(book, "folder", titles={}).files.values()
    return sorted(float(found[1]) for page in pages if (found := _LEAD.search(page.decode())))


def mail_totals(book: Gradebook) -> Totals:
    """The text of each mail, by the login in its address."""
    totals: Totals = {}
    for content in feedback_of(book, "mail", titles={}).files.values():
        message = message_from_bytes(content, policy=default)
        body = message.get_body()
        points = _POINTS.search(body.get_content()) if body else None
        totals[message["To"].split("@")[0]] = float(points[1]) if points else None
    return totals


def class_page_totals(html: str) -> list[float]:
    """The last cell of each row of the table of all students, sorted."""
    parsed(html)
    table = html[html.rindex("<table") :]
    cells = re.findall(r'<td class="number">([\d.]*)</td></tr>', table)
    return sorted(float(cell) for cell in cells if cell)


def given_back(book: Gradebook, platform: str) -> Feedback:
    """What a platform takes back."""
    return feedback_of(book, platform, titles={})


def on_roster(people: Iterable[Person]) -> list[Person]:
    """Whom the platform's own files list."""
    return [person for person in people if person.story is not Story.DROPPED]
