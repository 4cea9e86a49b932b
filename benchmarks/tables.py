"""The figures as Markdown tables, and the machine that they come from."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks import peers
from benchmarks.rounds import Figure


def machine() -> dict[str, Any]:
    """What the figures depend on besides the code."""
    from importlib import metadata

    return {
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
    }


def as_text(found: dict[str, Any]) -> str:
    """All tables of a run, one below the other."""
    where = found["machine"]
    head = (
        f"{where['cores']} cores, load {where['load'][0]} at the end, {where['system']}, Python {where['python']}, "
        f"torch {where['torch']}. Ratios are taken within a round: median (lowest-highest)."
    )
    writers: dict[str, Callable[[Any], Iterable[str]]] = {
        "one_shot": _one_shot,
        "watching": _watching,
        "classes": _classes,
        "steps": _steps,
        "lockdown": _lockdown,
        "scale": _scale,
        "small": _scale,
        "peers": peers.lines,
    }
    parts = [["", *writer(found[name])] for name, writer in writers.items() if name in found]
    return "\n".join([head, *(line for part in parts for line in part)])


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(map(str, line))} |" for line in lines]


def _one_shot(rows: Any) -> list[str]:
    ratios = ("one shot, over `import torch`", "cold, clock", "cold, CPU", "warm, clock")
    heads = (*ratios, "cold s", "warm s", "import torch s", "pytest with one test s")
    found = (
        (row.exercise, row.cold_wall, row.cold_cpu, row.warm_wall, row.cold_s, row.warm_s, row.torch_s, row.pytest_s)
        for row in rows
    )
    return table(heads, found)


def _watching(rows: Any) -> list[str]:
    heads = ("`grade watch`, s after a save", "first word", "first fact", "result", "memory MiB", "idle CPU s a minute")
    return table(
        heads,
        (
            (
                row.exercise,
                row.first_word_s,
                row.first_fact_s,
                row.result_s,
                ", ".join(f"{name} {first:.0f} to {last:.0f}" for name, (first, last) in row.memory_mib.items()),
                f"{row.idle_cpu_s:.2f}",
            )
            for row in rows
        ),
    )


def _classes(rows: Any) -> list[str]:
    heads = ("in a class", "files", "CPU s a submission", "over the floor", "a fresh pytest over it")
    return table(heads, ((row.exercise, row.kind, row.cpu_s, row.over_floor, row.pytest_over) for row in rows))


def _steps(rows: Any) -> list[str]:
    steps = list(rows[0].milliseconds)
    found = [(row.exercise, row.kind, *(f"{row.milliseconds[step].median:.0f}" for step in steps)) for row in rows]
    memory = [
        f"{name} {whole:.0f} MiB, {shared:.0f} of them shared" for name, (whole, shared) in rows[0].memory_mib.items()
    ]
    return [*table(("ms on the clock", "files", *steps), found), "", f"Resident: {'; '.join(memory)}."]


def _lockdown(found: tuple[str, dict[str, Figure]]) -> list[str]:
    level, milliseconds = found
    return table((f"lockdown, level {level}", "CPU ms"), milliseconds.items())


def _scale(rows: Any) -> list[str]:
    heads = (
        "class",
        "processes",
        "a second and process",
        "CPU s a submission",
        "MiB by quarter",
        "export CPU s",
        "report CPU s",
    )
    found = (
        (
            f"{row.size} {'small ones' if row.is_small else 'submissions'}",
            row.jobs,
            f"{row.rate:.2f}",
            f"{row.cpu_s:.2f}",
            " ".join(f"{memory:.0f}" for memory in row.memory_mib) or "too short",
            f"{row.export_cpu_s:.1f}",
            f"{row.report_cpu_s:.1f}",
        )
        for row in rows
    )
    return table(heads, found)
