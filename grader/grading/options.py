"""What a person may ask of a grading, whatever command it is typed to; needs no torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GradeOptions:
    """Options that decide what is graded and how.

    Attributes:
        seed: what every input is drawn from; None for a fresh one.
        device: "auto" (every accelerator here), "simgpu" or "cuda".
        mnist: "embedded" or "full".
        no_sandbox: whether workers run without the lockdown.
        checks: names of the checks to run; none for all.
        first: functions whose checks come first.
    """

    seed: int | None = None
    device: str = "auto"
    mnist: str = "embedded"
    no_sandbox: bool = False
    checks: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
