"""The shapes that submissions come in, from the most telling to the plainest.

To add one: write a file with a LAYOUT beside these and put it in the list.
"""

from __future__ import annotations

from grader.classroom.intake.layouts import canvas, github, gradescope, moodle, nbgrader, plain
from grader.classroom.intake.layouts.layout import Handed, Layout, Reading

LAYOUTS: tuple[Layout, ...] = (
    gradescope.LAYOUT,
    moodle.LAYOUT,
    canvas.LAYOUT,
    nbgrader.LAYOUT,
    github.LAYOUT,
    plain.LAYOUT,
)

__all__ = ["LAYOUTS", "Handed", "Layout", "Reading"]
