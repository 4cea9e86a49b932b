"""When something was handed in, as UTC text that sorts by time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# A zone as people abbreviate it; "IST" is three places, so only a zone that uses it itself makes it a moment.
_ABBREVIATION = re.compile(r"^(.*\d)\s+([A-Z]{2,5})$")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as "Europe/Berlin"; raises ValueError with what to give."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"{name!r} is no IANA time zone such as Europe/Berlin or America/Los_Angeles") from error


def utc_text(value: object, zone: ZoneInfo | None = None) -> str | None:
    """The moment as "2026-03-01T12:00:00Z", or None when it names none.

    A time without a zone of its own names a moment only where `zone` says which one is meant: a guess could make a
    student late.
    """
    moment = value if isinstance(value, datetime) else _parsed(str(value).strip(), zone)
    if moment is not None and moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    if moment is None or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return None


def _parsed(text: str, zone: ZoneInfo | None) -> datetime | None:
    """A moment from ISO 8601 text, as the platforms vary it: a space for the T, "UTC" for the zone, nanoseconds."""
    named = text.removesuffix(" UTC").removesuffix(" Z")
    offset = "" if named == text else "+00:00"
    match = _ABBREVIATION.match(named)
    try:
        if match is not None:
            return _in_its_zone(datetime.fromisoformat(match[1]), match[2], zone)
        return datetime.fromisoformat(named.replace(" +", "+").replace(" -", "-") + offset)
    except (ValueError, OverflowError):
        return None


def _in_its_zone(moment: datetime, abbreviation: str, zone: ZoneInfo | None) -> datetime | None:
    """A moment with an abbreviated zone: known only where the given zone uses that abbreviation at that time."""
    both = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)) if zone is not None else ()
    return next((candidate for candidate in both if candidate.tzname() == abbreviation), None)


def moment_of(text: str) -> datetime:
    """The moment of a text made by `utc_text`."""
    return datetime.fromisoformat(text)


def days_by_calendar(start: str, end: str, zone: ZoneInfo) -> float:
    """Days from one moment to another as a wall clock in the zone counts them, with one hour more or less ignored.

    The night in which summer time ends makes a day of 25 hours, and it is one day.
    """
    here, there = (moment_of(text).astimezone(zone).replace(tzinfo=None) for text in (start, end))
    return (there - here).total_seconds() / 86_400
