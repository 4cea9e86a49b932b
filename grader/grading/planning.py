"""From options of the command line to a plan; imports hidden data, so it comes after the factory is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from grader.course import Course
from grader.errors import UsageProblem
from grader.grading.options import GradeOptions
from grader.grading.plan import Plan
from grader.kit.mnist import Mnist, load_embedded, load_full
from grader.text import nearest


def plan_of(course: Course, exercise: str, seed: int, options: GradeOptions) -> Plan:
    """The plan that the options ask for.

    Raises:
        UsageProblem: a check or a device that is not there.
    """
    return Plan(
        seed=seed,
        course=course,
        accelerators=_devices(options.device),
        extras={"mnist": _mnist_loader(options.mnist)},
        confined=not options.no_sandbox,
        only=_checks_named(course, exercise, options.checks),
        first=frozenset(options.first),
    )


def accelerators_here() -> tuple[str, ...]:
    """Devices besides the CPU that checks run on: the simulated one, and CUDA where it is present."""
    import torch

    return ("simgpu", "cuda") if torch.cuda.is_available() else ("simgpu",)


def _devices(wanted: str) -> tuple[str, ...]:
    """Accelerators to check on."""
    here = accelerators_here()
    if wanted == "auto":
        return here
    if wanted not in here:
        raise UsageProblem(
            f"--device {wanted} needs that device; here there are: {', '.join(here)}. `grade doctor` says why."
        )
    return (wanted,)


def _mnist_loader(kind: str) -> Callable[[], Mnist]:
    """Loads the MNIST data once, when a check first asks for it."""

    @cache
    def load() -> Mnist:
        return load_full(Path.home() / ".cache" / "autogradus") if kind == "full" else load_embedded()

    return load


def _checks_named(course: Course, exercise: str, names: tuple[str, ...]) -> frozenset[str] | None:
    """The checks that `--check` names, or None for all."""
    if not names:
        return None
    known = course.check_names(exercise)
    wanted = frozenset(name.removeprefix("check_") for name in names)
    for name in wanted - set(known):
        raise UsageProblem(f"{exercise} has no check {name!r}. Nearest: {nearest(name, known, 0.4)}.")
    return wanted
