"""When something was handed in, as UTC text that sorts by time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(value: object) -> str | None:
    """The moment as "2026-03-01T12:00:00Z", or None when it names none.

    A time without a zone names no moment and gives None: a guess could make a student late.
    """
    moment = value if isinstance(value, datetime) else _parsed(str(value).strip())
    if moment is None or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return None


def _parsed(text: str) -> datetime | None:
    """A moment from ISO 8601 text, as the platforms vary it: a space for the T, "UTC" for the zone, nanoseconds."""
    named = text.removesuffix(" UTC").removesuffix(" Z")
    zone = "" if named == text else "+00:00"
    try:
        return datetime.fromisoformat(named.replace(" +", "+").replace(" -", "-") + zone)
    except ValueError:
        return None


def moment_of(text: str) -> datetime:
    """The moment of a text made by `utc_text`."""
    return datetime.fromisoformat(text)
