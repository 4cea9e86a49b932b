"""Where people read."""

from __future__ import annotations

import sys

from rich.console import Console


def console() -> Console:
    """Where people read; 80 columns when it is no terminal."""
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 80)
