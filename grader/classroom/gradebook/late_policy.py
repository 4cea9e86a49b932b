"""Late work: a policy is data in the gradebook, applied when scores are read, so that it can change at any time.

Lateness comes from the time that the platform recorded, never from the clock: a regrade next month takes nothing away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from zoneinfo import ZoneInfo

from grader.classroom.errors import LatePolicyProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.times import days_by_calendar, moment_of, utc_text, zone_of

_SECONDS_A_DAY = 86_400.0
_LEAST_DAYS = 1e-6
# The rule for every exercise that has none of its own.
EVERY_EXERCISE = ""
_GRACE_DAYS = "grace_days"


@dataclass(frozen=True)
class LateRule:
    """What lateness costs.

    Attributes:
        due_at: UTC text, or None: then only what the platform marked as late is late.
        grace_minutes: late by no more than this is on time.
        percent_per_day: taken off for each day begun after the due time.
        most_percent: never more than this is taken off.
        closed_after_days: later than this gives no points at all; None: never closed.
        marked_late_percent: taken off work that the platform marked late without a time.
        calendar_zone: IANA name of the zone whose calendar counts the days; empty: a day is 24 hours.
    """

    due_at: str | None = None
    grace_minutes: float = 0.0
    percent_per_day: float = 0.0
    most_percent: float = 100.0
    closed_after_days: float | None = None
    marked_late_percent: float = 0.0
    calendar_zone: str = ""

    def percent_off(
        self, submitted_at: str | None, marked_late: bool, due_at: str | None = None, grace_days: int = 0
    ) -> float:
        """Percent of the score that is taken off.

        Args:
            submitted_at: when it was handed in, UTC text; None where nobody knows.
            marked_late: whether the platform marked it late.
            due_at: a time granted to one student, which never shortens.
            grace_days: days of the student's budget that are spent here; they open nothing that is closed.
        """
        days = self.days_late(submitted_at, due_at)
        if days is None:
            return self.marked_late_percent if marked_late and due_at is None else 0.0
        if self.closed_after_days is not None and days > self.closed_after_days:
            return 100.0
        return min(self.most_percent, self.percent_per_day * max(math.ceil(days) - grace_days, 0))

    def days_late(self, submitted_at: str | None, due_at: str | None = None) -> float | None:
        """Days after the due time, 0 for what is on time; None where there is no due time or no time of hand-in."""
        due = max(filter(None, (self.due_at, due_at)), key=moment_of, default=None)
        if due is None or submitted_at is None:
            return None
        late_s = (moment_of(submitted_at) - moment_of(due)).total_seconds()
        if late_s <= self.grace_minutes * 60:
            return 0.0
        if not self.calendar_zone:
            return late_s / _SECONDS_A_DAY
        # An hour before the due hour, by the wall's clock, is still a beginning of the first day.
        return max(days_by_calendar(due, submitted_at, zone_of(self.calendar_zone)), _LEAST_DAYS)

    def in_words(self) -> str:
        """The rule as people read it."""
        parts = [f"due {self.due_at}" if self.due_at else "no due time", f"{self.percent_per_day:g}% off a day"]
        if self.grace_minutes:
            parts.append(f"{self.grace_minutes:g} minutes of grace")
        if self.most_percent < 100:
            parts.append(f"at most {self.most_percent:g}%")
        if self.closed_after_days is not None:
            parts.append(f"closed after {self.closed_after_days:g} days")
        if self.calendar_zone:
            parts.append(f"days by the calendar of {self.calendar_zone}")
        if self.marked_late_percent:
            parts.append(f"{self.marked_late_percent:g}% where only marked late")
        return ", ".join(parts)


@dataclass(frozen=True)
class Extension:
    """A later due time for one student: with who granted it and why."""

    student: str
    exercise: str
    due_at: str
    who: str
    why: str

    def in_words(self) -> str:
        """Until when, by whom and why."""
        return f"until {self.due_at} ({self.who}: {self.why})"


@dataclass(frozen=True)
class LatePolicy:
    """The rules of a class, by exercise, its extensions, by student and exercise, and each student's grace days."""

    rules: Mapping[str, LateRule] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], Extension] = field(default_factory=dict)
    grace_days: int = 0

    def rule_of(self, exercise: str) -> LateRule | None:
        """The exercise's own rule, else that for every exercise."""
        return self.rules.get(exercise) or self.rules.get(EVERY_EXERCISE)

    def granted(self, student: str, exercise: str) -> str | None:
        """The due time that one student has been given."""
        extension = self.extensions.get((student, exercise)) or self.extensions.get((student, EVERY_EXERCISE))
        return extension.due_at if extension else None

    def percent_off(
        self, student: str, exercise: str, submitted_at: str | None, marked_late: bool, grace_days: int = 0
    ) -> float:
        """Percent of the score that one submission loses; `grace_days` are those spent on it."""
        rule = self.rule_of(exercise)
        due_at = self.granted(student, exercise)
        return rule.percent_off(submitted_at, marked_late, due_at, grace_days) if rule else 0.0

    def needs_a_time(self, exercise: str) -> bool:
        """Whether the exercise has a due time, so that work without a time of hand-in cannot be judged."""
        rule = self.rule_of(exercise)
        return rule is not None and rule.due_at is not None


def without_a_time(book: Gradebook) -> list[tuple[str, str]]:
    """(student, exercise) of work that a rule with a due time cannot judge: when it was handed in is not known."""
    policy = late_policy_of(book)
    rows = book.rows(
        "SELECT student, exercise FROM counting WHERE submitted_at IS NULL AND NOT late ORDER BY student, exercise"
    )
    return [(student, exercise) for student, exercise in rows if policy.needs_a_time(exercise)]


def grace_days_spent(
    policy: LatePolicy, late_work: Iterable[tuple[str, str, str | None]]
) -> Mapping[tuple[str, str], int]:
    """On what each student's grace days go: first to what was due first, and only where lateness costs anything.

    Args:
        policy: the rules and the budget.
        late_work: (student, exercise, submitted_at) of everything that counts.
    """
    needed: list[tuple[str, str, str, int]] = []
    for student, exercise, submitted_at in late_work if policy.grace_days else ():
        rule, granted = policy.rule_of(exercise), policy.granted(student, exercise)
        days = rule.days_late(submitted_at, granted) if rule and rule.percent_per_day else None
        if rule and days and (rule.closed_after_days is None or days <= rule.closed_after_days):
            needed.append((student, rule.due_at or granted or "", exercise, math.ceil(days)))
    spent: dict[tuple[str, str], int] = {}
    left: dict[str, int] = {}
    for student, _, exercise, days in sorted(needed):
        had = left.get(student, policy.grace_days)
        spent[student, exercise] = min(had, days)
        left[student] = had - spent[student, exercise]
    return {key: days for key, days in spent.items() if days}


def set_late_rule(book: Gradebook, rule: LateRule, exercise: str = EVERY_EXERCISE) -> LateRule:
    """Keep the rule of one exercise, or of every exercise without one of its own; raises LatePolicyProblem."""
    due_at = _moment_text(rule.due_at) if rule.due_at is not None else None
    for name, percent in (("percent_per_day", rule.percent_per_day), ("most_percent", rule.most_percent)):
        if not 0 <= percent <= 100:
            raise LatePolicyProblem(f"{name} lies from 0 to 100; got {percent}.")
    if not 0 <= rule.marked_late_percent <= 100 or not rule.grace_minutes >= 0:
        raise LatePolicyProblem("marked_late_percent lies from 0 to 100, grace_minutes from 0 on.")
    kept = replace(rule, due_at=due_at)
    with book.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO late_rule VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (exercise, *astuple(kept))
        )
    return kept


def grant_extension(book: Gradebook, granted: Extension) -> Extension:
    """Keep a later due time for one student; raises LatePolicyProblem."""
    return grant_extensions(book, [granted])[0]


def grant_extensions(book: Gradebook, granted: Sequence[Extension]) -> list[Extension]:
    """Keep later due times, all or none of them; raises LatePolicyProblem."""
    kept: list[Extension] = []
    for extension in granted:
        if not extension.who.strip() or not extension.why.strip():
            raise LatePolicyProblem(f"The extension of {extension.student} needs who grants it and why; give both.")
        due_at = _moment_text(extension.due_at, f"The extension of {extension.student}")
        kept.append(replace(extension, due_at=due_at, who=extension.who.strip(), why=extension.why.strip()))
    with book.transaction() as connection:
        connection.executemany("INSERT OR REPLACE INTO extension VALUES (?, ?, ?, ?, ?)", map(astuple, kept))
    return kept


def _moment_text(text: str, whose: str = "A due time") -> str:
    """A due time as UTC text; raises LatePolicyProblem when it has no zone, or is no time at all."""
    moment = utc_text(text)
    if moment is None:
        lacks_zone = utc_text(text, ZoneInfo("UTC")) is not None
        wrong = "needs its zone" if lacks_zone else "must be a day that there is, a time, and its zone as an offset"
        raise LatePolicyProblem(f"{whose} {wrong}, such as 2026-03-01T23:59:00+01:00; got {text!r}.")
    return moment


def late_policy_of(book: Gradebook) -> LatePolicy:
    """The policy in the gradebook."""
    columns = "grace_minutes, percent_per_day, most_percent, closed_after_days, marked_late_percent, calendar_zone"
    rules = book.rows(f"SELECT exercise, due_at, {columns} FROM late_rule ORDER BY exercise")
    extensions = book.rows("SELECT student, exercise, due_at, who, why FROM extension ORDER BY student, exercise")
    return LatePolicy(
        {exercise: LateRule(*values) for exercise, *values in rules},
        {(row[0], row[1]): Extension(*row) for row in extensions},
        int(book.setting(_GRACE_DAYS) or 0),
    )


def set_grace_days(book: Gradebook, days: int) -> None:
    """Keep how many late days each student may use in the whole class before lateness costs anything."""
    book.set_setting(_GRACE_DAYS, str(days))
