"""A terminal that hands over each key at once, without Enter and without showing it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

_ARROWS = {"\x1b[A": "up", "\x1b[B": "down", "\x1bOA": "up", "\x1bOB": "down"}


@contextlib.contextmanager
def keys_at_once() -> Iterator[int | None]:
    """The descriptor to read keys from while the context lasts; None where stdin is no terminal."""
    if not sys.stdin.isatty():
        yield None
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield descriptor
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextlib.contextmanager
def keys_as_usual() -> Iterator[None]:
    """The terminal as another program expects it, while that program has it."""
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    at_once = termios.tcgetattr(descriptor)
    at_once_flags = list(at_once)
    at_once_flags[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, at_once_flags)
    try:
        yield
    finally:
        tty.setcbreak(descriptor)


def keys_in(descriptor: int) -> list[str]:
    """The keys that were pressed: letters, "up", "down", "enter", "escape", "back"; none at the end of the input."""
    text = os.read(descriptor, 1024).decode("utf-8", "replace")
    if text in _ARROWS:
        return [_ARROWS[text]]
    names = {"\n": "enter", "\r": "enter", "\x1b": "escape", "\x7f": "back", "\x08": "back"}
    return ["escape"] if text.startswith("\x1b") else [names.get(char, char) for char in text]
