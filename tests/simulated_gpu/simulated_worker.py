"""Runs a test's body where the simulated accelerator is installed.

Registering it cannot be undone in a process, and must come before the process's first backward pass. So the bodies run
in another process, one for all because importing torch takes seconds: this file, run as a program. The tests are no
package; each process finds this file and the tests beside it.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).parents[2]
Case = Callable[[], None]


def installed(case: Case) -> Callable[[Any], None]:
    """Make a test of a function that wants the accelerator present."""

    def test(simulated_worker: Worker) -> None:
        trace = simulated_worker.run(case)

        assert trace == "", trace

    test.__doc__ = case.__doc__
    test.case = case
    return test


def cube(device: str) -> torch.Tensor:
    """Numbers 0 to 5 in two rows on the device."""
    return torch.arange(6.0).reshape(2, 3).to(device)


class Worker:
    """The other process, seen from the tests."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen([sys.executable, __file__], stdin=-1, stdout=-1, text=True, env=environment)

    def run(self, case: Case) -> str:
        """Traceback of the case, empty when it succeeded."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps([case.__code__.co_filename, case.__name__]) + "\n")
        self.process.stdin.flush()
        return str(json.loads(self.process.stdout.readline() or '"the process has died"'))

    def close(self) -> None:
        """End it."""
        self.process.communicate()


def serve() -> None:
    """Run the cases that are named on stdin; answer each with its traceback."""
    from grader.sandbox.inside.simgpu.device import install

    torch.set_num_threads(1)
    for line in sys.stdin:
        file, name = json.loads(line)
        # The filter is the process's: another thread, autograd's, would not see one that a context manager sets.
        warnings.simplefilter("error")
        with install():
            print(json.dumps(outcome_of(getattr(module_in(file), name).case)), flush=True)


def outcome_of(case: Case) -> str:
    """Traceback of the case, or nothing."""
    try:
        case()
    except BaseException:
        return traceback.format_exc()[-4000:]
    return ""


@functools.cache
def module_in(file: str) -> types.ModuleType:
    """The tests in the file."""
    spec = importlib.util.spec_from_file_location(Path(file).stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    serve()
