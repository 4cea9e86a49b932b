"""The sentence that a learner reads when a wall stops them, and what falls back instead of failing."""

# ruff: noqa: SIM115  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

import errno

import pytest
from confinement import Confinement

from grader.sandbox.inside.lockdown import walls


def download() -> None:
    """In a worker."""
    import urllib.request

    urllib.request.urlopen("https://pytorch.org")


def open_socket() -> None:
    """In a worker."""
    import socket

    socket.create_connection(("127.0.0.1", 80))


def run_program() -> None:
    """In a worker."""
    import subprocess

    subprocess.run(["ls"])


def fork() -> None:
    """In a worker."""
    import os

    os.fork()


def start_process() -> None:
    """In a worker."""
    import multiprocessing

    multiprocessing.get_context("fork").Process(target=print).start()


def kill_parent() -> None:
    """In a worker."""
    import os

    os.kill(os.getppid(), 9)


def write_home() -> None:
    """In a worker."""
    open("/tmp/notes.txt", "w")


def read_labels() -> None:
    """In a worker."""
    open("/etc/passwd")


def change_mode() -> None:
    """In a worker."""
    import os

    os.chmod("/tmp", 0o777)


def share_lock() -> None:
    """In a worker."""
    import multiprocessing

    multiprocessing.Lock()


def start_threads() -> None:
    """In a worker."""
    import threading

    threading.stack_size(64 << 10)
    for _ in range(200):
        threading.Thread(target=threading.Event().wait, args=(1,), daemon=True).start()


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (download, "no network"),
        (open_socket, "no network"),
        (run_program, "cannot start processes"),
        (fork, "cannot start processes"),
        (start_process, "cannot start processes"),
        (kill_parent, "cannot send signals"),
        (write_home, "'/tmp/notes.txt'"),
        (read_labels, "'/etc/passwd'"),
        (change_mode, "cannot change modes"),
        (share_lock, "no memory that processes share"),
        (start_threads, "only a few threads"),
    ],
)
def test_a_wall_is_explained(confined_user: Confinement, attempt: object, words: str) -> None:
    """One sentence says what graded code does not have, and what to do instead."""
    outcome = confined_user(attempt)  # type: ignore[arg-type]

    assert outcome.error
    assert words in (outcome.sentence or ""), outcome


@pytest.mark.parametrize(
    "error",
    [
        ValueError("shapes differ"),
        RuntimeError("mat1 and mat2 shapes cannot be multiplied"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "data.csv"),
        PermissionError("raised by hand"),
    ],
)
def test_an_ordinary_error_is_not_explained(error: Exception) -> None:
    """The learner's own mistakes are not blamed on the sandbox."""
    assert walls.explain(error) is None


def test_the_cause_behind_an_error_is_explained() -> None:
    """A library that wraps the refusal does not hide it."""
    try:
        try:
            raise PermissionError(errno.EACCES, "Permission denied", "/home/learner/data")
        except PermissionError as refusal:
            raise RuntimeError("could not load the data") from refusal
    except RuntimeError as error:
        sentence = walls.explain(error)

    assert sentence is not None and "/home/learner/data" in sentence


def test_a_full_scratch_is_explained() -> None:
    """ENOSPC has its own sentence."""
    assert "full" in (walls.explain(OSError(errno.ENOSPC, "No space left on device")) or "")


def test_a_loader_with_workers_falls_back(confined: Confinement) -> None:
    """DataLoader(num_workers=2) gives its batches, and one notice however many loaders there are."""

    def attempt() -> list[int]:
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        data = TensorDataset(torch.arange(10))
        counts = []
        for _ in range(2):
            loader = DataLoader(
                data, batch_size=4, num_workers=2, prefetch_factor=2, persistent_workers=True, timeout=5
            )
            counts.append(sum(len(batch) for (batch,) in loader))
        positional = DataLoader(data, 5, False, None, None, 2)
        return [*counts, len(list(positional)), loader.num_workers]

    outcome = confined(attempt, soften=True)

    assert outcome.value == [10, 10, 2, 0]
    assert len(outcome.notices) == 1
    assert "num_workers=0" in outcome.notices[0]


def test_a_loader_without_workers_says_nothing(confined_user: Confinement) -> None:
    """No notice where nothing fell back."""

    def attempt() -> int:
        import torch
        from torch.utils.data import DataLoader

        return len(list(DataLoader(torch.arange(4), batch_size=2)))  # type: ignore[arg-type]

    outcome = confined_user(attempt, soften=True)

    assert (outcome.value, outcome.notices) == (2, ())


def test_an_executor_with_processes_becomes_one_with_threads(confined_user: Confinement) -> None:
    """ProcessPoolExecutor gives its results, with a notice."""

    def attempt() -> list[int]:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(2) as executor:
            return list(executor.map(abs, [-3, 4]))

    outcome = confined_user(attempt, soften=True)

    assert outcome.value == [3, 4]
    assert len(outcome.notices) == 1
