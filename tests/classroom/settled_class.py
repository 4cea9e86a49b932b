"""What an instructor does with the whole class after it was graded, by commands; and the comparison of all totals."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from hand_outs import HandOut
from totals_read import (
    canvas_totals,
    class_page_totals,
    csv_totals,
    github_totals,
    given_back,
    gradescope_totals,
    json_totals,
    junit_totals,
    mail_totals,
    moodle_totals,
    on_roster,
    page_totals,
)
from whole_class import (
    BONUS_POINTS,
    BY_HAND_POINTS,
    DUE,
    FIRST,
    GRACE_DAYS,
    MARKED_PERCENT,
    ON_PAPER,
    PAPER_POINTS,
    PERCENT_A_DAY,
    SECOND,
    STYLE_POINTS,
    Person,
    Points,
    Story,
    total_of,
)

from grader.classroom.gradebook.gradebook import Gradebook
from grader.command.cli import cli
from grader.report.publish import publish

_RUBRIC = f"{SECOND}:\n  style: {{title: Names say what they mean, points: 10}}\n"
_BY_HAND = ("--who", "Roe", "--why", "read again")
# Summaries are made for every so many-th student alone: each takes as long as the whole csv.
_GITHUB_STEP = 7


def command(*arguments: object) -> str:
    """One command that must succeed."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def assign_the_unmatched(out: Path, hand_out: HandOut, people: tuple[Person, ...]) -> None:
    """`grade assign` for each file with a name of its own."""
    for person in people:
        if person.story is Story.UNMATCHED:
            command("assign", "--", out, hand_out.place(person, person.odd_name), person.id, SECOND)


def settle_everything(out: Path, people: tuple[Person, ...], scratch: Path) -> None:
    """Late rules, extensions, scores by hand, the rubric, comments."""
    rule = ("--percent-per-day", PERCENT_A_DAY, "--marked-late-percent", MARKED_PERCENT, "--grace-days", GRACE_DAYS)
    command("late", out, "--due", DUE.isoformat(), "--calendar", "Europe/Berlin", *rule)
    extensions, rubric = scratch / "extensions.csv", scratch / "rubric.yaml"
    rows = [f"{person.login},2026-04-02T12:00:00+02:00" for person in people if person.story is Story.EXTENDED]
    extensions.write_text("\n".join(["student,until", *rows]))
    command("extend", out, "--from", extensions, "--who", "Roe", "--why", "ill")
    rubric.write_text(_RUBRIC)
    command("rubric", out, rubric)
    for person in people:
        match person.story:
            case Story.BY_HAND:
                command("override", out, person.id, SECOND, BY_HAND_POINTS, *_BY_HAND)
            case Story.BONUS:
                command("override", out, person.id, FIRST, BONUS_POINTS, *_BY_HAND, "--bonus")
            case Story.PAPER:
                command("override", out, person.id, ON_PAPER, PAPER_POINTS, *_BY_HAND)
            case Story.STYLE:
                command("mark", out, person.id, SECOND, "style", STYLE_POINTS, "--who", "Roe", "--words", "short names")
                command("comment", out, person.id, SECOND, "See me on Monday.")


def check_all(out: Path, hand_out: HandOut, people: tuple[Person, ...], points: Points) -> None:
    """Every total that can be read anywhere is the one that the story says."""
    everybody = {
        (hand_out.identity(person) if person.story is Story.DROPPED else person.id): total_of(
            person, points, dated=hand_out.dated, marked=hand_out.marked
        )
        for person in people
        if person.work or person.story is not Story.DROPPED
    }
    handed_in = {identity: total for identity, total in everybody.items() if total is not None}
    listed = {person.id: handed_in[person.id] for person in on_roster(people) if person.id in handed_in}
    with Gradebook.open(out) as book:
        assert csv_totals(book) == everybody
        assert json_totals(book) == everybody
        assert gradescope_totals(book) == handed_in
        assert junit_totals(book) == handed_in
        assert canvas_totals(book, on_roster(people)) == listed
        assert moodle_totals(book, on_roster(people)) == listed
        some = list(handed_in)[::_GITHUB_STEP]
        assert github_totals(book, some) == {identity: handed_in[identity] for identity in some}
        assert page_totals(book) == sorted(handed_in.values())
        assert mail_totals(book) == {
            person.login: listed[person.id] for person in on_roster(people) if person.id in listed
        }
        page = publish(book, out / "report")
        assert class_page_totals(page.read_text("utf-8")) == sorted(handed_in.values())
        _check_given_back(book, hand_out, len(handed_in))


def _check_given_back(book: Gradebook, hand_out: HandOut, pages: int) -> None:
    """Canvas and Moodle get a page for everybody whose work came from there."""
    for platform in ("canvas", "moodle"):
        made = given_back(book, platform)
        assert len(made.files) == (pages if hand_out.name.startswith(platform) else 0), made.notes
