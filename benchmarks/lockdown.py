"""What the lockdown of a worker costs: `python benchmarks/lockdown.py [WORKERS]` prints milliseconds, layer by layer.

Forks workers one after the other from a template with torch, as the grader does, and locks each down with everything on.
The layers are given in CPU time of the worker (what a busy machine does not change); the sum also on the clock.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch

from grader.sandbox.cleanup import remove_tree
from grader.sandbox.contract.limits import Limits
from grader.sandbox.inside.lockdown import (
    landlock_rules,
    lockdown,
    namespaces,
    resource_limits,
    seccomp_filter,
    surroundings,
    worker_user,
)

LAYERS = {
    "surroundings": (surroundings, "clear"),
    "user, tried": (worker_user, "plan"),
    "namespaces": (namespaces, "separate"),
    "Landlock": (landlock_rules, "restrict"),
    "user, changed": (worker_user, "become"),
    "rlimits": (resource_limits, "restrict"),
    "seccomp": (seccomp_filter, "load"),
}


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    start_s = time.perf_counter()
    lockdown.preload()
    print(f"preload, once a template: {1e3 * (time.perf_counter() - start_s):.0f} ms")
    gc.collect()
    gc.freeze()
    workers = [one_worker() for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 40)]
    print(f"level {workers[0]['level']}, {len(workers)} workers, user id {os.getuid()}")
    for name in workers[0]["milliseconds"]:
        values = [worker["milliseconds"][name] for worker in workers]
        print(f"{name:16} median {statistics.median(values):6.2f} ms   largest {max(values):6.2f} ms")


def one_worker() -> dict[str, Any]:
    """Fork a worker, lock it down; the level and the milliseconds of each step."""
    scratch = tempfile.mkdtemp(prefix="benchmark-")
    read_end, write_end = os.pipe()
    start_s = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write_end, json.dumps(measure(scratch, write_end, start_s)).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        answer = file.read()
    os.waitpid(pid, 0)
    remove_tree(scratch)
    return dict(json.loads(answer))


def measure(scratch: str, keep: int, fork_s: float) -> dict[str, Any]:
    """In the worker: lock down with a stopwatch around each layer."""
    milliseconds: dict[str, float] = {"fork, clock": 1e3 * (time.perf_counter() - fork_s)}
    for name, (module, function) in LAYERS.items():
        setattr(module, function, stopwatch(getattr(module, function), name, milliseconds))
    start_s, start_cpu_s = time.perf_counter(), time.thread_time()
    reached = lockdown.lock_down(scratch, Limits(), worker_user.WorkerUser(0), keep=(keep,))
    milliseconds["all, CPU"] = 1e3 * (time.thread_time() - start_cpu_s)
    milliseconds["all, clock"] = 1e3 * (time.perf_counter() - start_s)
    return {"level": reached.level, "milliseconds": milliseconds}


def stopwatch(function: Callable[..., Any], name: str, milliseconds: dict[str, float]) -> Callable[..., Any]:
    """The function, which notes how long it took."""

    def timed(*args: Any, **kwargs: Any) -> Any:
        start_s = time.thread_time()
        try:
            return function(*args, **kwargs)
        finally:
            milliseconds[name] = 1e3 * (time.thread_time() - start_s)

    return timed


if __name__ == "__main__":
    main()
