"""What the lockdown of a worker costs, layer by layer, in CPU milliseconds of the worker.

Forks workers one after the other from a process with torch, as the grader does, and locks each down with everything on.
`python -m benchmarks.lockdown_layers COUNT` prints JSON: the level, and for each layer a value a worker.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.rounds import ROOT, Figure


def measured(count: int) -> tuple[str, dict[str, Figure]]:
    """The level that is reached, and each layer's milliseconds; in a process of its own, whose threads nobody started."""
    command = [sys.executable, "-m", "benchmarks.lockdown_layers", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return answer["level"], {name: Figure.of(values) for name, values in answer["milliseconds"].items()}


def main() -> None:
    """Measure and print."""
    import torch

    from grader.sandbox.inside.lockdown import lockdown

    torch.set_num_threads(1)
    lockdown.preload()
    gc.collect()
    gc.freeze()
    workers = [_one_worker() for _ in range(int(sys.argv[1]))]
    names = workers[0]["milliseconds"]
    milliseconds = {name: [worker["milliseconds"][name] for worker in workers] for name in names}
    print(json.dumps({"level": workers[0]["level"], "milliseconds": milliseconds}))


def _one_worker() -> dict[str, Any]:
    """Fork a worker, lock it down; the level and the milliseconds of each step."""
    from grader.sandbox.cleanup import remove_tree

    scratch = tempfile.mkdtemp(prefix="benchmark-")
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write_end, json.dumps(_locked(scratch, write_end)).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        answer = file.read()
    os.waitpid(pid, 0)
    remove_tree(scratch)
    return dict(json.loads(answer))


def _locked(scratch: str, keep: int) -> dict[str, Any]:
    """In the worker: lock down with a stopwatch around each layer."""
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

    layers = {
        "surroundings": (surroundings, "clear"),
        "user, tried": (worker_user, "plan"),
        "namespaces": (namespaces, "separate"),
        "Landlock": (landlock_rules, "restrict"),
        "user, changed": (worker_user, "become"),
        "rlimits": (resource_limits, "restrict"),
        "seccomp": (seccomp_filter, "load"),
    }
    milliseconds: dict[str, float] = {}
    for name, (module, function) in layers.items():
        setattr(module, function, _stopwatch(getattr(module, function), name, milliseconds))
    start_s = time.thread_time()
    reached = lockdown.lock_down(scratch, Limits(), worker_user.WorkerUser(0), keep=(keep,))
    milliseconds["all"] = 1e3 * (time.thread_time() - start_s)
    return {"level": reached.level, "milliseconds": milliseconds}


def _stopwatch(function: Callable[..., Any], name: str, milliseconds: dict[str, float]) -> Callable[..., Any]:
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
