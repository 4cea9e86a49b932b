"""The kernel's own limits, surroundings and identity of a locked worker: one property a test."""

# ruff: noqa: F821, SIM115  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

import os

import pytest
from confinement import NOBODY, SECRET, Confinement


def test_memory_is_limited(confined: Confinement) -> None:
    """Python gets a MemoryError, torch its RuntimeError; afterwards the worker goes on."""

    def attempt() -> list[str]:
        import torch

        torch_error = tried(lambda: torch.ones(200 << 18))
        return [tried(lambda: bytearray(200 << 20)), torch_error, tried(lambda: bytearray(20 << 20))]

    assert confined(attempt, limits={"memory_mib": 100}).value == ["MemoryError", "RuntimeError", "done"]


def test_memory_counts_from_what_a_worker_holds_already(confined: Confinement) -> None:
    """The limit is the learner's own: torch's share does not come off it."""

    def attempt() -> int:
        return len(bytearray(90 << 20))

    assert confined(attempt, limits={"memory_mib": 100}).value == 90 << 20


def test_memory_that_is_not_counted_cannot_be_had(confined: Confinement) -> None:
    """Shared anonymous memory and memory that grows down are refused; addresses are limited, too."""

    def attempt() -> list[str]:
        import mmap

        def reserve() -> None:
            mmap.mmap(-1, 64 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)

        return [
            tried(lambda: mmap.mmap(-1, 4096)),
            tried(lambda: mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)),
            tried(reserve),
        ]

    assert confined(attempt).value == ["EPERM", "EPERM", "ENOMEM"]


def test_a_file_is_limited(confined: Confinement) -> None:
    """A large file, sparse or not, cannot be made; the worker lives on and is told."""

    def attempt() -> list[str]:
        file = open("large", "wb")
        return [tried(lambda: file.truncate(2 << 20)), tried(lambda: open("full", "wb").write(bytes(2 << 20)))]

    assert confined(attempt, limits={"file_mib": 1}).value == ["EFBIG", "EFBIG"]


def test_the_scratch_is_limited(confined: Confinement, needs: object) -> None:
    """Many files cannot fill the disk, nor can a million empty ones use up its inodes."""
    needs("scratch quota")  # type: ignore[operator]

    def attempt() -> list[str]:
        def fill() -> None:
            for number in range(10):
                with open(f"part{number}", "wb") as file:
                    file.write(bytes(1 << 20))

        def scatter() -> None:
            for number in range(20_000):
                open(f"empty{number}", "wb").close()

        return [tried(scatter), tried(fill)]

    assert confined(attempt, limits={"file_mib": 1}).value == ["ENOSPC", "ENOSPC"]


def test_open_files_are_limited(confined: Confinement) -> None:
    """EMFILE, with its own sentence."""

    def attempt() -> None:
        files = []
        while True:
            files.append(open("/dev/null"))

    outcome = confined(attempt, limits={"open_files": 40})

    assert outcome.number == 24
    assert "40 files" in (outcome.sentence or "")


def test_the_cpu_backstop_and_no_core_file(confined: Confinement) -> None:
    """The kernel ends a worker that its checker forgot, and a crash leaves no core."""

    def attempt() -> list[object]:
        import resource

        return [resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_CORE)]

    assert confined(attempt, limits={"cpu_s": 5.0}).value == [[500, 500], [0, 0]]


def test_the_environment_is_an_allow_list(confined: Confinement) -> None:
    """Nothing of the grader's environment is seen, in Python or by a C library."""

    def attempt() -> list[object]:
        import ctypes
        import os

        getenv = ctypes.CDLL(None).getenv
        return [sorted(os.environ), getenv(b"AUTOGRADUS_TEST_TOKEN"), getenv(b"SHELL")]

    names, *gone = confined(attempt).value

    assert gone == [0, 0]
    assert set(names) <= {
        "CUDA_VISIBLE_DEVICES", "HOME", "LANG", "LOGNAME", "MKL_NUM_THREADS", "MPLBACKEND", "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS", "PATH", "TMPDIR", "TORCH_HOME", "TZ", "USER", "XDG_CACHE_HOME",
    }  # fmt: skip


def count_in_memory(reversed_token: str) -> int:
    """In a worker: how often a token lies in its writable memory."""
    import ctypes
    import re

    # The token is never written out here, so that the search does not find itself.
    pattern = re.compile("".join(f"[{letter}]" for letter in reversed(reversed_token)).encode())
    found = 0
    for line in open("/proc/self/maps").read().splitlines():
        span, rights, *_ = line.split()
        if rights.startswith("rw"):
            low, high = (int(part, 16) for part in span.split("-"))
            found += len(pattern.findall((ctypes.c_char * (high - low)).from_address(low)))
    return found


def test_the_environment_is_not_left_in_memory(confined: Confinement) -> None:
    """A token from the grader's environment is nowhere in the worker, and the search would have found it."""

    def forget_nothing() -> None:
        from grader.sandbox.inside.lockdown import surroundings

        surroundings._forget_start = lambda: None

    assert confined(count_in_memory, SECRET).value == 0
    assert confined(count_in_memory, SECRET, before=forget_nothing).value > 0


def test_the_command_line_is_gone(confined: Confinement) -> None:
    """The grader's arguments (a seed, perhaps) are not in the worker."""

    def attempt() -> list[object]:
        import sys

        return [sys.argv, sys.orig_argv]

    assert confined(attempt).value == [[""], []]


def test_only_named_descriptors_are_open(confined: Confinement) -> None:
    """0 to 2 and the pipe; whatever else the template had open is closed."""

    def open_more() -> None:
        import os

        for _ in range(10):
            os.open("/etc/passwd", os.O_RDONLY)

    def attempt() -> int:
        import os

        return sum(tried(lambda number=number: os.fstat(number)) == "done" for number in range(256))

    assert confined(attempt, before=open_more).value == 4


def test_stdin_is_empty(confined: Confinement) -> None:
    """input() raises EOFError instead of waiting."""

    def attempt() -> str:
        import os

        return os.read(0, 16).decode()

    assert confined(attempt).value == ""


def test_as_root_a_worker_has_a_user_of_its_own(confined_root: Confinement) -> None:
    """Each slot is another user, in no group, with at most the right to read; and it cannot go back."""

    def attempt() -> list[object]:
        import os

        status = open("/proc/self/status").read()
        masks = {line.split()[0]: int(line.split()[1], 16) for line in status.splitlines() if line.startswith("Cap")}
        return [os.getresuid(), os.getresgid(), os.getgroups(), masks["CapEff:"] & ~4, masks["CapPrm:"] & ~4]

    for slot in (0, 9):
        uid = 61000 + slot
        assert confined_root(attempt, slot=slot).value == [[uid] * 3, [uid] * 3, [], 0, 0]


def test_as_an_ordinary_user_a_worker_has_no_capability(confined_user: Confinement) -> None:
    """Those of its own user namespace are given up, too."""

    def attempt() -> list[object]:
        import os

        return [
            os.getuid(),
            [line.split()[1] for line in open("/proc/self/status") if line.startswith(("CapE", "CapP"))],
        ]

    uid, masks = confined_user(attempt).value

    assert uid == (NOBODY if os.geteuid() == 0 else os.geteuid())
    assert {int(mask, 16) for mask in masks} == {0}


def test_as_root_without_a_slot_the_capabilities_go(confined_root: Confinement) -> None:
    """Root that stays root is an ordinary owner of its files and nothing more."""

    def attempt() -> list[object]:
        import os

        return [os.getuid(), tried(lambda: os.setgid(1)), tried(lambda: os.nice(-1))]

    assert confined_root(attempt, slot=None).value == [0, "EPERM", "EPERM"]


def test_files_made_inside_are_private(confined: Confinement) -> None:
    """The umask is 077."""

    def attempt() -> int:
        import os

        open("note", "w").close()
        return os.stat("note").st_mode & 0o777

    assert confined(attempt).value == 0o600


@pytest.mark.parametrize("kind", ["thread"])
def test_a_process_with_threads_is_refused(confined: Confinement, kind: str) -> None:
    """A thread started before the lockdown would stay free, so there is no lockdown at all."""

    def start_thread() -> None:
        import threading
        import time

        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()

    def attempt() -> None:
        pass

    outcome = confined(attempt, before=start_thread)

    assert outcome.error == "NotLocked"
    assert "one thread" in outcome.text
