"""The recorder hears other libraries and, through `heard_threads`, other threads."""

from __future__ import annotations

import math
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from hearing import X

from grader.kit.by_hand import violates
from grader.sandbox.inside.recorder import Recorder

ROOT = Path(__file__).resolve().parents[2]
THREADS = """
import _thread, threading, queue, torch
from concurrent.futures import ThreadPoolExecutor
from grader.sandbox.inside.heard_threads import HeardThreads, running_threads
from grader.sandbox.inside.recorder import Recorder

threads, x = HeardThreads(), torch.ones(2)
threads.install()
asked, answered, before = queue.Queue(), queue.Queue(), running_threads()

def answer():
    while True:
        asked.get()
        answered.put(torch.sigmoid(x))

def raw():
    _thread.start_new_thread(lambda: answered.put(x.sigmoid()), ())
    answered.get()

def pooled():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(torch.sigmoid, x).result()

def waiting():
    asked.put(1)
    answered.get()

def nothing():
    x.exp()

threading.Thread(target=answer, daemon=True).start()
for act in (raw, pooled, waiting, nothing):
    with Recorder() as recorder, threads.told(recorder):
        act()
    print(act.__name__, "sigmoid" in recorder.observed.operators)
waiting()
print("unheard", "sigmoid" in recorder.observed.operators, len(running_threads() - before))
"""


def heard_of(module: types.ModuleType, source: str) -> tuple[str, ...]:
    """Functions heard while a module's text runs."""
    with Recorder([module]) as recorder:
        exec(source, vars(module))
    return recorder.observed.functions


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import numpy\nnumpy.tanh(x)", "numpy.tanh"),
        ("th(x)", "numpy.tanh"),
        ("import math\nmath.tanh(2)", "math.tanh"),
    ],
)
def test_tanh_of_other_libraries_is_heard(source: str, name: str) -> None:
    """Under the library's name, and under one of the learner's own."""
    module = types.ModuleType("learner")
    module.th, module.x = np.tanh, X.numpy()  # type: ignore[attr-defined]

    assert name in heard_of(module, source)


def test_libraries_are_as_before_afterwards() -> None:
    """Nothing stays replaced."""
    before = np.tanh, math.tanh
    module = types.ModuleType("learner")
    module.th = np.tanh  # type: ignore[attr-defined]
    heard_of(module, "th(1.0)")

    assert (np.tanh, math.tanh, module.th) == (*before, np.tanh)  # type: ignore[attr-defined]


def test_the_sentence_names_the_library() -> None:
    """So that nobody looks for a call of torch."""
    with Recorder() as recorder:
        np.tanh(torch.ones(1).numpy())

    assert (
        violates(recorder.observed, ("tanh",), True) == "numpy's own tanh ran. Build the result from other operations."
    )


def test_every_thread_is_heard_while_somebody_listens() -> None:
    """Raw ones, pools, and one that is older than the recording; in a process of its own, for it cannot be undone."""
    done = subprocess.run([sys.executable, "-c", THREADS], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["raw True", "pooled True", "waiting True", "nothing False", "unheard False 1"]
