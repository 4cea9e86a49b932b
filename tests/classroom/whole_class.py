"""A class in which everything happens: who is in it, what each hands in, and the total that each must have.

The totals are counted here by hand, from what each person's story says, never by the gradebook.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from grader.courses import built_in

COURSE = built_in()
ZONE = ZoneInfo("Europe/Berlin")
# The eve of the night of 23 hours.
DUE = datetime(2026, 3, 28, 23, 59, tzinfo=ZONE)
FIRST, SECOND, ON_PAPER = "exercise1", "exercise3", "exercise5"
PERCENT_A_DAY, MARKED_PERCENT, GRACE_DAYS = 10, 20, 1
BY_HAND_POINTS, BONUS_POINTS, PAPER_POINTS, STYLE_POINTS = 55.5, 120.0, 40.0, 7.0
MAX_TOTAL = 100.0 + (100.0 + 10.0) + 100.0
NAMES = (
    "Ann Lee", "Jan Strauß", "Jan Strauss", "Zoë Ñandú", "李 小龙", "مریم رضایی", "Van Dyk, Ann", "=SUM(1+1)",
    "<b>Bold", "O'Neil; DROP", "$(id)", "Mary-Jane Smith", "-1 Minus", "@all",
)  # fmt: skip


class Story(enum.StrEnum):
    """What happens to one person."""

    RIGHT = "right"
    WRONG = "wrong"
    STUB = "stub"
    BROKEN = "broken"
    NOTHING = "nothing handed in"
    LATE = "late beyond the grace days"
    GRACE = "late within the grace days"
    EXTENDED = "late with an extension"
    BY_HAND = "a score by hand"
    BONUS = "more points than there are"
    PAPER = "an exercise on paper, which nobody handed in"
    STYLE = "points of the rubric, and a comment"
    DROPPED = "not on the roster"
    SECTIONS = "in two sections"
    COPY = "the same file as the one before"
    NOTEBOOK = "a notebook"
    UNMATCHED = "a file with another name"
    TWICE = "an untouched copy beside the file"


class Kind(enum.StrEnum):
    """What sort of file it is."""

    RIGHT = "right"
    WRONG = "wrong"
    STUB = "stub"
    BROKEN = "broken"


# The files and their points, by exercise and kind.
Texts = Mapping[tuple[str, Kind], bytes]
Points = Mapping[tuple[str, Kind], float]
_KINDS = {Story.WRONG: Kind.WRONG, Story.STUB: Kind.STUB, Story.BROKEN: Kind.BROKEN}
_ONE_FILE = (Story.LATE, Story.GRACE, Story.EXTENDED, Story.UNMATCHED)
# Their files equal nobody's, so each has to be graded.
_OF_THEIR_OWN = (Story.RIGHT, Story.WRONG, Story.LATE, Story.STYLE)
_HOURS_LATE = {Story.LATE: 23.6, Story.GRACE: 5.0, Story.EXTENDED: 23.6}


@dataclass(frozen=True)
class Person:
    """One person of the class."""

    number: int
    story: Story

    @property
    def id(self) -> str:
        """What the roster calls them."""
        return str(10_000 + self.number)

    @property
    def login(self) -> str:
        """A login."""
        return f"user{self.number}"

    @property
    def name(self) -> str:
        """A name that no other has."""
        return f"{NAMES[self.number % len(NAMES)]} {self.number}"

    @property
    def work(self) -> dict[str, Kind]:
        """What they hand in, by exercise."""
        if self.story is Story.NOTHING:
            return {}
        kind = _KINDS.get(self.story, Kind.RIGHT)
        return {SECOND: kind} if self.story in _ONE_FILE else {FIRST: kind, SECOND: kind}

    @property
    def handed_in_at(self) -> datetime:
        """When, by the clock of the world."""
        hours = _HOURS_LATE.get(self.story, -3.0)
        return DUE.astimezone(UTC) + timedelta(hours=hours)

    @property
    def is_late(self) -> bool:
        """Whether it came after the due time."""
        return self.story in _HOURS_LATE

    def files(self, texts: Texts) -> dict[str, bytes]:
        """Their files by name."""
        files: dict[str, bytes] = {}
        for exercise, kind in self.work.items():
            text = texts[exercise, kind] + (f"\n# {self.login}\n".encode() if self.story in _OF_THEIR_OWN else b"")
            if self.story is Story.NOTEBOOK:
                files[f"{exercise}.ipynb"] = _notebook(text)
            elif self.story is Story.UNMATCHED:
                files[self.odd_name] = text
            else:
                files[f"{exercise}.py"] = text
        if self.story is Story.TWICE:
            files[f"{SECOND} (1).py"] = texts[SECOND, Kind.STUB]
        return files

    @property
    def odd_name(self) -> str:
        """A file name that answers no exercise."""
        return f"my-last-version-{self.number}.py"


def the_class(size: int) -> tuple[Person, ...]:
    """So many people, every story in turn."""
    stories = tuple(Story)
    return tuple(Person(number, stories[number % len(stories)]) for number in range(size))


def _notebook(text: bytes) -> bytes:
    """The text as a notebook of two cells, the second of which fails."""
    cells = [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": source}
        for source in (text.decode(), "%matplotlib inline\nplt.plot([1, 2])\n")
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def roster_of(people: tuple[Person, ...]) -> str:
    """The roster: who dropped is not on it, who is in two sections stands in two rows."""
    rows = ["id,name,login,email,section"]
    for person in people:
        if person.story is not Story.DROPPED:
            sections = "AB" if person.story is Story.SECTIONS else "AB"[person.number % 2]
            cells = f'{person.id},"{person.name}",{person.login},{person.login}@example.org'
            rows += [f"{cells},{section}" for section in sections]
    return "\n".join(rows) + "\n"


def total_of(person: Person, points: Points, *, dated: bool, marked: bool) -> float | None:
    """The total that a person must have; None for nobody's work.

    Args:
        person: who.
        points: what each file gets.
        dated: whether the layout tells when work was handed in.
        marked: whether it tells only that work was late.
    """
    scores = {exercise: points[exercise, kind] for exercise, kind in person.work.items()}
    if person.is_late and person.story is not Story.EXTENDED:
        off = MARKED_PERCENT if marked else PERCENT_A_DAY if dated and person.story is Story.LATE else 0
        scores[SECOND] *= 1 - off / 100
    match person.story:
        case Story.BY_HAND:
            scores[SECOND] = BY_HAND_POINTS
        case Story.BONUS:
            scores[FIRST] = BONUS_POINTS
        case Story.PAPER:
            scores[ON_PAPER] = PAPER_POINTS
        case Story.STYLE:
            scores[SECOND] += STYLE_POINTS
    return round(sum(scores.values()), 2) if scores else None
