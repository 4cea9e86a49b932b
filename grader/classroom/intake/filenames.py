"""Which exercise a file answers, by its name; exercises' names come from the course, never from here."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.classroom.names import folded

_SUFFIXES = (".py", ".ipynb")
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".xz", ".bz2")

# What platforms and browsers append to a second upload: "-1", " (1)", "(1)", " - Copy", "_copy", " copy 2".
_COPY = re.compile(r"(?:[-_ ]?\((\d{1,4})\)|-(\d{1,4})|[-_ ]+copy(?:[-_ ]?\(?(\d{1,4})\)?)?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a file name says.

    Attributes:
        exercise: the exercise it answers.
        copy: the number that a second upload was given, 0 for none, below 0 for a copy kept as a backup.
        notebook: whether it is one.
        note: a sentence when the name is not exactly the expected one, else None.
    """

    exercise: str
    copy: int
    notebook: bool
    note: str | None


def answer(name: str, exercises: Sequence[str]) -> Answer | None:
    """What the file name answers, or None; case and a copy's number do not matter."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or "." + suffix.lower() not in _SUFFIXES:
        return None
    by_name = {exercise.casefold(): exercise for exercise in exercises}
    copy = _COPY.search(stem)
    for candidate, number in ((stem, 0), *(((stem[: copy.start()], _number_of(copy)),) if copy else ())):
        exercise = by_name.get(candidate.strip().casefold())
        if exercise is not None:
            expected = f"{exercise}.{suffix.lower()}"
            note = None if name == expected else f"named {name}, read as {expected}"
            return Answer(exercise, number, suffix.lower() == "ipynb", note)
    return None


def _number_of(copy: re.Match[str]) -> int:
    """The number in a copy's suffix: a second upload is newer, what calls itself a copy is a backup made before."""
    number = next((int(digits) for digits in copy.groups() if digits), 1)
    return -number if "copy" in copy[0].casefold() else number


def reason_for(name: str, exercises: Sequence[str]) -> str:
    """Why a file of this name answers no exercise, with the nearest name where there is one."""
    _, dot, suffix = name.rpartition(".")
    ending = (dot + suffix).lower()
    nearest = _nearest_name(name, exercises)
    if ending in _SUFFIXES:
        return f"answers no exercise by its name; {nearest or 'expected ' + ', '.join(f'{e}.py' for e in exercises)}"
    if ending in _ARCHIVES:
        return "is an archive inside the submission and was not opened; unpack it in its place, or ask for the files"
    return f"is no .py or .ipynb file{'; ' + nearest if nearest else ''}"


def is_near(name: str, exercises: Sequence[str]) -> bool:
    """Whether a file that answers nothing was probably meant to: nearly an exercise's name, or an archive."""
    return name.lower().endswith(_ARCHIVES) or _nearest_name(name, exercises) is not None


def _nearest_name(name: str, exercises: Sequence[str]) -> str | None:
    """A sentence naming the exercise that was probably meant, or None."""
    # "exercise3.py.txt" and "Exercise_3.py" both come down to "exercise3".
    wanted = folded(name.split(".", 1)[0])
    by_name = {folded(exercise): exercise for exercise in exercises}
    close = [wanted] if wanted in by_name else difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.85)
    # Another number is another exercise, however near the spelling.
    if not close or _digits_of(close[0]) != _digits_of(wanted):
        return None
    return f"was {by_name[close[0]]}.py meant?"


def _digits_of(text: str) -> list[str]:
    """The numbers in a text."""
    return re.findall(r"\d+", text)
