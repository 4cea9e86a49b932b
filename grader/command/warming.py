"""When a command goes through the warm process, and what that process imports beforehand. Imports no torch."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence

from grader.warm import client, place, residents

SWITCH = "AUTOGRADUS_WARM"
ENTRY = "from grader.command.warm_entry import serve; serve()"
ENTRY_OF_ONE = "from grader.command.warm_entry import serve_parent; serve_parent()"
_PAGE = "page"
_EXERCISE = re.compile(r"(.*/)?(ex|exercise)?[ _-]?\d+(\.py|\.ipynb)?", re.IGNORECASE)


def is_wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether the command is one that grades, typed by a person: not in CI, not in a pipe, not with AUTOGRADUS_WARM=0.

    AUTOGRADUS_WARM=1 asks for it where nobody watches too.
    """
    if sys.platform != "linux" or not arguments or not (arguments[0] == _PAGE or is_exercise(arguments[0])):
        return False
    switch = environment.get(SWITCH, "")
    return switch == "1" or (switch != "0" and "CI" not in environment and sys.stdin.isatty() and sys.stdout.isatty())


def is_exercise(word: str) -> bool:
    """Whether a word on the command line means an exercise by its number, and so no other command."""
    return _EXERCISE.fullmatch(word) is not None


def hand_over(arguments: Sequence[str]) -> int | None:
    """The exit code of a command that the warm process carried out; None when it must go the cold way."""
    try:
        return client.hand_over(place.socket_path(), arguments)
    except place.NoPlace:
        return None


def start() -> None:
    """Let a warm process stand by for the next command."""
    try:
        client.start(place.socket_path(), ENTRY)
    except place.NoPlace:
        return


def status() -> str:
    """How the warm process is, in a sentence."""
    try:
        path = place.socket_path()
    except place.NoPlace as problem:
        return f"none: {problem}"
    if os.environ.get(SWITCH) == "0":
        return f"turned off by {SWITCH}=0"
    facts = client.ask(path, "status")
    if facts is None:
        starting = [each.pid for each in residents.find(ENTRY) if each.path == path]
        if starting:
            return f"process {starting[0]} is starting"
        return "not running; the first graded exercise at a terminal starts one"
    minutes = facts["age_s"] / 60
    return (
        f"process {facts['pid']}, {facts['memory_mib']:g} MiB, {minutes:.0f} min old, {facts['served']} commands served"
    )


def stop() -> bool:
    """End every warm process that this user has for this installation; whether there was one."""
    return bool(residents.end_all(ENTRY))
