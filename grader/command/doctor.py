"""`grade doctor`: what is installed, which devices and which sandbox there are, and the fix for what is missing."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from rich.console import Console
from rich.markup import escape

from grader.course import Course

_MEMORY_WANTED_MIB = 2048


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        subject: what.
        well: whether it is as it should be.
        sentence: what was found.
        fix: what to do when it is not well, or an empty text.
    """

    subject: str
    well: bool
    sentence: str
    fix: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as a plain object."""
        return asdict(self)


def examine(course: Course) -> list[Examined]:
    """Look at everything; a look that fails is a finding of its own."""

    def exercises() -> Examined:
        return _files_of(course)

    looks: tuple[Callable[[], Examined], ...] = (
        _python,
        _sandbox,
        _torch_pair,
        _devices,
        exercises,
        _data,
        _scratch,
        _memory,
        _warm_process,
    )
    return [_carefully(look) for look in looks]


def _carefully(look: Callable[[], Examined]) -> Examined:
    """What a look found, or that it failed."""
    try:
        return look()
    except Exception as error:
        text = f"could not be looked at: {type(error).__name__}: {error}."
        return Examined(
            look.__name__.replace("_", " ").strip(), False, text, "Reinstall: pip install --force-reinstall autogradus"
        )


def _python() -> Examined:
    """The interpreter."""
    return Examined("python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.platform()}")


def _torch_pair() -> Examined:
    """torch, torchvision and numpy, which must match."""
    names = ("torch", "torchvision", "numpy")
    for name in names:
        importlib.import_module(name)
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return Examined("packages", True, f"autogradus {metadata.version('autogradus')}, {versions}")


def _devices() -> Examined:
    """Accelerators that checks run on."""
    from grader.grading.planning import accelerators_here

    here = accelerators_here()
    real = [name for name in here if name != "simgpu"]
    text = f"CPU, simulated accelerator{''.join(f', {name}' for name in real)}"
    return Examined(
        "devices", True, text + ("" if real else "; no real accelerator: device code is proven on the simulated one")
    )


def _sandbox() -> Examined:
    """The level that a worker really reaches."""
    from grader.sandbox.survey import survey

    reached = survey()
    missing = " ".join(reached.sentences())
    fix = "Linux 5.13 or newer with Landlock and seccomp gives the full level; docs/sandbox.md has the table."
    sentence = f"level {reached.level}; on: {', '.join(reached.on)}. {missing}".strip()
    return Examined("sandbox", reached.level == "full", sentence, "" if reached.level == "full" else fix)


def _warm_process() -> Examined:
    """The process that makes the next grade fast."""
    from grader.command import warming

    return Examined("warm process", True, warming.status())


def _files_of(course: Course) -> Examined:
    """Exercises and their files."""
    names = course.names()
    broken = [name for name in names if course.missing(name)]
    text = f"{len(names)} exercises in {course.exercises.name}" + (
        f"; files missing: {', '.join(broken)}" if broken else ""
    )
    return Examined(
        "exercises", bool(names) and not broken, text, "Reinstall the package." if broken or not names else ""
    )


def _data() -> Examined:
    """The images that the package ships."""
    from grader.kit.mnist import load_embedded

    mnist = load_embedded()
    return Examined(
        "data", True, f"MNIST subset: {len(mnist.train_labels)} to train, {len(mnist.hidden_labels)} hidden"
    )


def _scratch() -> Examined:
    """Room for workers' scratch folders."""
    folder = tempfile.gettempdir()
    status = os.statvfs(folder)
    free_mib = status.f_bavail * status.f_frsize >> 20
    well = free_mib >= 512 and os.access(folder, os.W_OK)
    return Examined(
        "scratch", well, f"{free_mib} MiB free in {folder}", "" if well else "Set TMPDIR to a folder with 512 MiB free."
    )


def _memory() -> Examined:
    """Memory for torch."""
    total_mib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    well = total_mib >= _MEMORY_WANTED_MIB
    return Examined(
        "memory",
        well,
        f"{total_mib} MiB, {os.cpu_count()} cores",
        "" if well else f"{_MEMORY_WANTED_MIB} MiB are needed.",
    )


def show_examination(console: Console, findings: list[Examined]) -> None:
    """Print what was found."""
    for finding in findings:
        console.print(escape(f"{'ok  ' if finding.well else 'FIX '} {finding.subject:<10} {finding.sentence}"))
        if finding.fix:
            console.print(escape(f"     -> {finding.fix}"))
