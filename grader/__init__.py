"""Autogradus: an auto-graded PyTorch course; README.md has the map."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext grader` in a notebook: `%grade` and `%%grade`."""
    from grader.fronts.magics import load

    load(shell)
