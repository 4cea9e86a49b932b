"""The labels of the hidden digits are nowhere that a submission can look: not in memory, not on disk."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.kit.inputs import Inputs
from grader.kit.mnist import load_embedded

SEED = 7
CHECK = "reads_hidden_digits"
LOOKS = 3

# Trains nothing: looks for the labels from inside, then stands still so that the test can look from outside.
SEEKER = '''
import gc
import os
import sys
import time

import numpy as np
import torch

# In two parts, so that neither this file nor its bytecode is found.
NAME = [b"hidden", b"labels"]


def suspicious_objects():
    """Arrays and tensors of 800 small whole numbers."""
    gc.collect()
    found = []
    for one in gc.get_objects():
        if type(one) in (np.ndarray, torch.Tensor) and tuple(one.shape) == (800,):
            found.append(str(one)[:80])
    return found


def suspicious_files():
    """Files that can be opened and hold the name of the labels' array, or images in NumPy's or MNIST's format."""
    package = os.path.dirname(os.path.dirname(sys.modules["grader.sandbox"].__file__))
    found = []
    for top in (package, os.path.dirname(package), os.getcwd(), os.environ.get("TMPDIR", "/tmp"), "/tmp", "/proc/self"):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    with open(path, "rb") as file:
                        content = file.read(1 << 22)
                except OSError:
                    continue
                own = path.startswith(os.environ["TMPDIR"]) and "/MNIST/raw/" in path
                if not own and (b"_".join(NAME) in content or name.endswith(("npz", "ubyte"))):
                    found.append(path)
    return found


def train_classifier(root, epochs=20, seed=0):
    print("FOUND", suspicious_objects(), suspicious_files(), flush=True)
    time.sleep(4)
    return torch.nn.Linear(784, 10)
'''


def needles() -> list[bytes]:
    """The first hidden labels, a byte each: in the file's order, in the order of the check, and as it relabels them."""
    labels = load_embedded().hidden_labels
    inputs = Inputs(SEED, "exercise5", CHECK)
    shuffled = labels[inputs.permutation(len(labels)).numpy()]
    relabelled = inputs.permutation(10).numpy().astype(np.uint8)[shuffled]
    return [part[:48].tobytes() for part in (labels, shuffled, relabelled)]


def holds(pid: int, wanted: list[bytes]) -> bool:
    """Whether any of the needles stands in the memory of a process; one that has ended holds nothing."""
    try:
        return any(needle in view for view in written(pid) for needle in wanted)
    except (FileNotFoundError, ProcessLookupError):
        return False


def written(pid: int) -> Iterator[bytes]:
    """The memory that a process (or its parent before the fork) has written, as bytes and as every eighth byte: int64."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            first, last = (int(end, 16) for end in line.split()[0].split("-"))
            # What is backed by a file is code and constants of libraries.
            if line.split()[1].startswith("rw") and not line.rstrip().rpartition(" ")[2].startswith("/"):
                with contextlib.suppress(OSError):
                    memory.seek(first)
                    content = memory.read(last - first)
                    yield content
                    yield content[::8]


def descendants(pid: int) -> Iterator[int]:
    """The processes below one."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from descendants(int(child))


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="reads other processes' memory: Linux, root")
def test_neither_memory_nor_disk_gives_the_hidden_labels_away(tmp_path: Path) -> None:
    """The seeker finds nothing; of grader, template and worker, the grader alone has the labels in memory."""
    path = tmp_path / "exercise5.py"
    path.write_text(SEEKER)
    command = [sys.executable, "-m", "grader", "exercise5", str(path), "--seed", str(SEED), "--check", CHECK, "--json"]
    wanted, with_labels, looked_at = needles(), set(), set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grading:
        for _ in range(LOOKS):
            while grading.poll() is None and not holds(grading.pid, wanted):
                time.sleep(0.2)
            # The check has begun: a template and a worker are there. While the grader stands still, neither is ended.
            time.sleep(1)
            if grading.poll() is not None:
                break
            grading.send_signal(signal.SIGSTOP)
            try:
                family = [grading.pid, *descendants(grading.pid)]
                with_labels |= {pid for pid in family if holds(pid, wanted)}
            finally:
                grading.send_signal(signal.SIGCONT)
            looked_at |= set(family)
        assert grading.stdout
        report = json.loads(grading.stdout.read())

    assert "FOUND [] []" in report["printed"], report
    assert report["score"] == 0
    assert with_labels == {grading.pid}
    assert len(looked_at) >= 3, "a template or a worker was not looked at"


def test_the_search_of_memory_finds_what_is_there() -> None:
    """Without this the test above could not fail."""
    kept = np.ascontiguousarray(load_embedded().hidden_labels)

    assert holds(os.getpid(), [kept[:48].tobytes()])
